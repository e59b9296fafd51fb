import type { AddressSpaceView } from '../../protocol/side-views';
import { html } from '../elements';
import { sideView } from '../side/side';
import { regions } from './regions';
import { askedWalk } from './walk';

sideView<'addressSpace'>((view: AddressSpaceView, drawing) => {
  const [first, second] = view.spaces;
  const button = (words: string, action: () => void): HTMLElement => {
    const element = html('button', { type: 'button', 'data-key': words }, words);
    element.addEventListener('click', action);
    return element;
  };
  const tools = html(
    'p',
    { class: 'tools' },
    button('Walk an address…', () => drawing.say({ type: 'walk' })),
    button('Physical memory…', () => drawing.say({ type: 'showMap' })),
  );
  return [
    tools,
    ...view.walks.map((walk) => askedWalk(walk, drawing)),
    ...(first ? regions(first, second, drawing) : []),
  ];
});
