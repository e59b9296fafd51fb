import { findAt, type Found, type Hover } from './hover';
import { GUTTER } from './scale';
import type { Scene } from './drawing';

/** Pixels that a pointer may move and still mean a click. */
const STILL = 4;

export interface PointerActions {
  /** What is drawn now. */
  scene(): Scene | undefined;
  /** @param share of the window's width */
  pan(share: number): void;
  /** Around an instant. */
  zoom(factor: number, at: number): void;
  click(found: Found): void;
}

/** What a mouse does to the drawing: dragging moves it, the wheel zooms, resting tells what is there, a click chooses. */
export function onPointer(chart: HTMLElement, hover: Hover, actions: PointerActions): void {
  /** Where the pointer is in the lanes. */
  const place = (event: MouseEvent): { x: number; y: number } => {
    const box = chart.querySelector('.lanes')?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const found = (event: MouseEvent): Found | undefined => {
    const scene = actions.scene();
    const { x, y } = place(event);
    return scene && x >= GUTTER ? findAt(scene, x, y) : undefined;
  };

  let dragged: { readonly x: number; isFar: boolean } | undefined;
  const drag = (event: PointerEvent, { x, isFar }: { x: number; isFar: boolean }, scene: Scene): void => {
    const by = x - event.clientX;
    if (!isFar && Math.abs(by) < STILL) return;
    if (!isFar) chart.setPointerCapture(event.pointerId);
    dragged = { x: event.clientX, isFar: true };
    hover.hide();
    actions.pan(by / scene.scale.room);
  };

  chart.addEventListener('pointerdown', (event) => {
    if (event.button === 0) dragged = { x: event.clientX, isFar: false };
  });
  chart.addEventListener('pointerup', () => (dragged = dragged?.isFar ? dragged : undefined));
  chart.addEventListener('pointerleave', () => hover.hide());
  chart.addEventListener('pointermove', (event) => {
    const scene = actions.scene();
    if (!scene) return;
    if (dragged && event.buttons === 1) return drag(event, dragged, scene);
    hover.show(found(event), scene);
  });
  chart.addEventListener('click', (event) => {
    const wasDragged = dragged?.isFar;
    dragged = undefined;
    const here = wasDragged ? undefined : found(event);
    if (here) actions.click(here);
  });
  chart.addEventListener(
    'wheel',
    (event) => {
      const scene = actions.scene();
      if (!scene) return;
      const isZoom = event.ctrlKey || event.metaKey;
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      // Else the lanes are scrolled.
      if (!isZoom && Math.abs(sideways) < Math.abs(event.deltaY) && !event.shiftKey) return;
      event.preventDefault();
      hover.hide();
      if (!isZoom) return actions.pan(sideways / scene.scale.room);
      actions.zoom(event.deltaY < 0 ? 0.8 : 1.25, scene.scale.at(place(event).x));
    },
    { passive: false },
  );
}
