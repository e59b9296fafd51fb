/** Properties that the style sheet sets, and that a picture on its own must carry with it. */
const properties = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'font-family',
  'font-size',
] as const;

/** A drawing as a file of its own, in the colours in which it is seen. */
export function exported(picture: SVGSVGElement): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const originals = [picture, ...picture.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    for (const property of properties) {
      const value = style.getPropertyValue(property);
      if (value !== '') copies[i].setAttribute(property, value);
    }
  });
  return new XMLSerializer().serializeToString(copy);
}
