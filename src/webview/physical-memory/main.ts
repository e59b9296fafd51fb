import { coalesced } from '../../base/coalesce';
import { messageOf } from '../../base/errors';
import { Bridge } from '../bridge';
import { html } from '../elements';
import { Details, pageOf, sameAddress, type ProcessPage } from './details';
import { Grid } from './grid';
import { Heat } from './heat';
import { Hover } from './hover';
import { layOut, type Cell } from './layout';
import { Legend } from './legend';
import { FRAME, rangesOf, type Range } from './owners';
import { Strip } from './strip';
import { sizeInWords } from './words';

/** Widths in pixels: of a square with its gap (style.css), and of what is beside the squares. */
const SQUARE = 17;
const BESIDE = 96;
const COLUMNS = [64, 32, 16, 8];

const bridge = new Bridge();
/** What is wrong, or missing. */
const status = html('p', { role: 'status', class: 'status' });
const scale = html('p', { class: 'scale' });
const hover = new Hover();
const strip = new Strip();
const details = new Details(
  (frame) => {
    grid.go(frame);
    chooseAt(frame);
  },
  (page) => walk(page),
);
const grid = new Grid(choose, () => hover.hide());
const legend = new Legend((owns) => grid.emphasize(owns));
const map = html('div', { class: 'map' }, strip.element, scale, grid.element);
const main = document.getElementById('view')!;
main.append(
  status,
  html('div', { class: 'body' }, map, html('div', { class: 'beside' }, details.element, legend.element)),
  hover.card,
);

let ranges: readonly Range[] = [];
let heat = new Heat({});
let cells: readonly Cell[] = [];
/** The first frame of the chosen square. */
let chosen: number | undefined;
let columns = 0;
let shown: string | undefined;
/** What is to be said of the session. */
let note = '';

function draw(): void {
  const ram = ranges.filter(({ owner }) => owner !== 'device');
  if (ram.length === 0) return;
  columns = columnsIn(map.clientWidth);
  const layout = layOut(ram, columns);
  cells = layout.rows.flatMap((row) => ('band' in row ? [row.band] : row.cells));
  const size = ram.reduce((sum, range) => sum + range.size, 0);
  const square = layout.framesPerCell === 1 ? 'a frame' : `${layout.framesPerCell} frames`;
  scale.textContent =
    `${sizeInWords(size)} of RAM. Each square is ${square}, ${sizeInWords(layout.framesPerCell * FRAME)}; ` +
    'a bar stands for more than there is room for.' +
    (heat.isKnown
      ? ' A bar at the foot of a square: lines of it are in an L1 cache (bright) or in L2 alone.'
      : '');
  grid.show(layout);
  grid.warm(heat);
  strip.show(ram);
  legend.show(ranges);
  showChosen();
}

const columnsIn = (width: number): number =>
  COLUMNS.find((count) => BESIDE + count * SQUARE <= width) ?? COLUMNS[COLUMNS.length - 1];

function showChosen(): void {
  const cell = cells.find(({ start, end }) => chosen !== undefined && chosen >= start && chosen < end);
  const page = cell && pageOf(cell);
  const same = page ? sameAddress(page, ranges).map(({ frame }) => frame) : [];
  grid.mark('chosen', (one) => one === cell);
  grid.mark('same', ({ start, end }) => same.some((frame) => frame >= start && frame < end));
  if (cell) details.show(cell, ranges, heat);
  else details.clear();
}

/** Shows a square; the page of a process is shown in the Address Space view as well. */
function choose(cell: Cell): void {
  chosen = cell.start;
  showChosen();
  const page = pageOf(cell);
  if (page) walk(page);
}

function chooseAt(frame: number): void {
  chosen = frame;
  showChosen();
}

const walk = ({ pid, address }: ProcessPage): void =>
  bridge.say({ type: 'walk', pid, address: `0x${address.toString(16)}` });

map.addEventListener('pointermove', (event) => hover.show(grid.find(event.target)?.cell, event));
map.addEventListener('pointerleave', () => hover.hide());
new ResizeObserver(() => {
  if (columns !== columnsIn(map.clientWidth)) draw();
}).observe(map);

const update = coalesced(async () => {
  try {
    const body = await bridge.ask('trapframe/physicalMemory', {});
    ranges = rangesOf(body);
    hover.heat = heat = new Heat(body);
    main.classList.remove('empty');
    draw();
    status.textContent = body.message === undefined ? note : `Owners are not known: ${body.message}.`;
  } catch (error) {
    status.textContent = messageOf(error);
  }
});

bridge.onChanged = (session, isOver) => {
  note = isOver ? 'The session has ended. This is its memory as it was left.' : '';
  if (session === undefined) return ended();
  if (session !== shown) chosen = undefined;
  shown = session;
  update();
};

/** What was last seen of a machine stays until there is another one. */
function ended(): void {
  main.classList.toggle('empty', ranges.length === 0);
  status.textContent =
    ranges.length > 0
      ? 'The session has ended. This is what was last seen of its memory.'
      : 'Physical memory is drawn here, frame by frame, while a program is debugged.';
}

bridge.ready();
