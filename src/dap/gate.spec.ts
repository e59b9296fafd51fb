import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Router } from './connection';
import { gated } from './gate';
import { nothing } from './shapes/shape';

test('who does not bring the token in time is sent away; who has brought it, or is gone, is left alone', () => {
  const late: (() => void)[] = [];
  const clock = {
    now: () => 0,
    later(action: () => void) {
      late.push(action);
      return () => void late.splice(late.indexOf(action), 1);
    },
  };
  let sentAway = 0;
  const peer = {
    event: () => undefined,
    request: () => Promise.resolve(),
    ready: () => Promise.resolve(),
    leave: () => void sentAway++,
  };
  const router: Router = {
    route: () => ({ shape: nothing, handle: () => undefined }),
    closed: () => undefined,
  };
  const launch = (gate: Router, token: string): unknown =>
    gate.route('launch')?.handle({ token }, {} as never);

  const stranger = gated(router, 'token', peer, clock);
  assert.throws(() => launch(stranger, 'other'), /wants the token/);
  late.shift()?.();
  assert.equal(sentAway, 1);
  launch(gated(router, 'token', peer, clock), 'token');
  gated(router, 'token', peer, clock).closed();
  assert.deepEqual([late.length, sentAway], [0, 1]);
});
