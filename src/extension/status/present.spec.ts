import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CpuBody, ProcessBody } from '../../protocol/requests';
import { Session } from '../sessions/session';
import { presentStatus } from './present';
import { presentReplay } from './replay';

const user: CpuBody = { cpu: 0, mode: 'user', pc: '0x1040', pid: 3, interruptsEnabled: true, pending: [] };
const process: ProcessBody = {
  pid: 3,
  parent: 0,
  name: 'hello',
  state: 'running',
  cpu: 0,
  mode: 'user',
  pc: '0x1040',
  ticks: 0,
  switches: 1,
  openFiles: [],
};

function stopped(...cpus: CpuBody[]): Session {
  const session = new Session({ id: 's', name: 'A', customRequest: () => Promise.reject(new Error()) });
  session.picture = {
    machine: { instruction: 1204331, end: 1204331, running: false, speed: 'full', cpus },
    processes: { processes: [process] },
  };
  session.activity = 'stopped';
  return session;
}

test('mode bit, process and instant, on screen and aloud', () => {
  const status = presentStatus(stopped(user));
  assert.equal(status.text, '$(account) user · pid 3 hello · 1\u00a0204\u00a0331');
  assert.equal(status.spoken, 'Trapframe: user mode, pid 3 hello, instant 1\u00a0204\u00a0331');
  assert.match(status.tooltip, /pc 0x1040, interrupts on/);
});

test('the kernel without a process, and before a kernel', () => {
  const { pid: _, ...nobody } = user;
  assert.match(
    presentStatus(stopped({ ...nobody, mode: 'kernel' })).text,
    /^\$\(shield\) kernel · no process/,
  );
  assert.match(presentStatus(stopped({ ...nobody, mode: 'machine' })).text, /^\$\(chip\) machine/);
});

test('with several CPUs each says its own mode', () => {
  const status = presentStatus(stopped(user, { ...user, cpu: 1, mode: 'kernel', pid: 9 }));
  assert.match(status.text, /cpu 0 \$\(account\) user · pid 3 hello · cpu 1 \$\(shield\) kernel · pid 9/);
});

test('a machine that runs or starts says so', () => {
  const session = stopped(user);
  session.activity = 'running';
  assert.match(presentStatus(session).text, /running$/);
  session.activity = 'starting';
  session.picture = undefined;
  assert.match(presentStatus(session).text, /starting$/);
});

test('a machine in its past says so, and how far it is from the end of the recording', () => {
  const session = stopped(user);
  assert.equal(presentReplay(session), undefined);
  const { machine, processes } = session.picture!;
  session.picture = { processes, machine: { ...machine, end: machine.instruction + 4000 } };
  const replay = presentReplay(session);
  assert.equal(replay?.text, '$(history) REPLAY −4\u00a0000');
  assert.match(replay.tooltip, /before the end of the recording at 1\u00a0208\u00a0331, at 99 %/);
  session.activity = 'running';
  assert.equal(presentReplay(session), undefined);
});
