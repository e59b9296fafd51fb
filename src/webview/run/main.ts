// The run, twice: as the timeline, and as the protocol of limited direct execution. What is chosen in one is shown in the other.
import { Bridge } from '../bridge';
import { Protocol } from '../protocol/protocol';
import { Timeline } from '../timeline/timeline';
import { Splitter } from './splitter';

const bridge = new Bridge();
const timeline: Timeline = new Timeline(bridge, (at) => protocol.reveal(at));
const protocol = new Protocol(bridge, (at) => timeline.reveal(at));
const splitter = new Splitter(
  timeline.element,
  protocol.element,
  bridge.memory('split'),
  (share) => void bridge.remember('split', share),
);
document.getElementById('view')!.append(splitter.element);

bridge.onChanged = (session, isOver) => {
  timeline.changed(session, isOver);
  protocol.changed(session);
};
bridge.ready();
