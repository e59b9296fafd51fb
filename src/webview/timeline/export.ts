import { svg } from '../elements';

/** Properties that the style sheet sets, and that a picture on its own must carry with it. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'font-family',
  'font-size',
  'font-weight',
] as const;

/** Drawings that lie one below the other, as a file of their own, in the colours in which they are seen. */
export function exported(room: HTMLElement): string {
  const pictures = [...room.querySelectorAll<SVGSVGElement>(':scope > svg')];
  const sizes = pictures.map((one) => ({ width: one.width.baseVal.value, height: one.height.baseVal.value }));
  const width = Math.max(...sizes.map((one) => one.width));
  const height = sizes.reduce((sum, one) => sum + one.height, 0);
  const whole = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  whole.append(
    svg('rect', { width, height, fill: getComputedStyle(document.body).backgroundColor, stroke: 'none' }),
  );
  let y = 0;
  for (const [i, picture] of pictures.entries()) {
    const copy = styled(picture);
    copy.setAttribute('y', String(y));
    whole.append(copy);
    y += sizes[i].height;
  }
  return new XMLSerializer().serializeToString(whole);
}

function styled(picture: SVGSVGElement): SVGSVGElement {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const originals = [picture, ...picture.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    for (const property of properties) {
      const value = style.getPropertyValue(property);
      if (value !== '') copies[i].setAttribute(property, value);
    }
  });
  return copy;
}
