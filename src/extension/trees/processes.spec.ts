import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MachineBody, ProcessBody, ProcessState } from '../../protocol/requests';
import { Session } from '../sessions/session';
import { presentMessage, presentProcess, presentTitle } from './processes';

const hello: ProcessBody = {
  pid: 1,
  parent: 0,
  name: 'hello',
  state: 'running',
  cpu: 0,
  mode: 'user',
  pc: '0x1040',
  ticks: 3,
  switches: 2,
  openFiles: [],
};

test('a row says pid, name, state, mode and pc, on screen and aloud', () => {
  const row = presentProcess(hello, 's', 1);
  assert.equal(row.label, '1 hello');
  assert.equal(row.description, 'running · user · 0x1040');
  assert.equal(row.spoken, 'process 1, hello, running, user mode, pc 0x1040');
  assert.match(row.tooltip ?? '', /Parent: the kernel\nTimer ticks: 3\nGiven the CPU 2 times/);
  const child = presentProcess({ ...hello, pid: 2, parent: 1 }, 's', 1);
  assert.match(child.tooltip ?? '', /\nParent: process 1\n/);
});

test('states differ by icon and by word, not by colour alone', () => {
  const states: ProcessState[] = ['new', 'ready', 'running', 'blocked', 'zombie'];
  const rows = states.map((state) => presentProcess({ ...hello, state }, 's', 1));
  assert.equal(new Set(rows.map((row) => row.icon)).size, states.length);
  rows.forEach((row, i) => assert.ok(row.description?.startsWith(states[i])));
});

test('a blocked process says why; one that ended is nowhere', () => {
  const blocked = presentProcess(
    { ...hello, state: 'blocked', mode: 'kernel', waitingFor: 'the clock' },
    's',
    1,
  );
  assert.equal(blocked.description, 'blocked for the clock · kernel · 0x1040');
  assert.equal(presentProcess({ ...hello, state: 'zombie' }, 's', 1).description, 'zombie');
});

test('with several CPUs a running process says on which', () => {
  const row = presentProcess(hello, 's', 2);
  assert.equal(row.description, 'running on cpu 0 · user · 0x1040');
  assert.equal(row.spoken, 'process 1, hello, running on cpu 0, user mode, pc 0x1040');
});

test('the id of a row is its process, whatever happens to it', () => {
  assert.equal(
    presentProcess(hello, 's', 1).id,
    presentProcess({ ...hello, state: 'ready', pc: '0x2000', name: 'other' }, 's', 1).id,
  );
  assert.notEqual(presentProcess(hello, 's', 1).id, presentProcess(hello, 't', 1).id);
});

test('an empty list says why it is empty', () => {
  const session = new Session({ id: 's', name: 'A', customRequest: () => Promise.reject(new Error()) });
  assert.equal(presentMessage(session), 'The machine starts.');
  const machine: MachineBody = { instruction: 0, end: 0, running: false, speed: 'full', cpus: [] };
  session.picture = { machine, processes: { processes: [], message: 'The kernel has not booted yet.' } };
  assert.equal(presentMessage(session), 'The kernel has not booted yet.');
  session.picture = { machine, processes: { processes: [] } };
  assert.equal(presentMessage(session), 'No process exists at this instant.');
  session.picture = { machine, processes: { processes: [hello] } };
  assert.equal(presentMessage(session), undefined);
  session.failure = 'no symbol process_table';
  assert.equal(presentMessage(session), 'The process list cannot be read: no symbol process_table');
});

test('the title names the session only where there are several', () => {
  const session = new Session({ id: 's', name: 'A', customRequest: () => Promise.reject(new Error()) });
  assert.equal(presentTitle(undefined, 0), undefined);
  assert.equal(presentTitle(session, 1), undefined);
  session.activity = 'running';
  assert.equal(presentTitle(session, 2), 'A · running');
});

test('where a process is reads as function and line; that the machine stops for it is said', () => {
  const code = { name: 'main+4', place: { path: '/labs/hello.s', line: 12 } };
  const row = presentProcess({ ...hello, code }, 's', 1, true);
  assert.equal(row.description, 'running · stops when scheduled · user · main+4 (hello.s:12)');
  assert.match(row.spoken ?? '', /running, stops when scheduled, user mode, in main\+4 \(hello\.s:12\)$/);
  assert.equal(row.context, 'process.running.awaited');
  assert.equal(row.action?.command, 'trapframe.selectProcess');
  assert.equal(presentProcess({ ...hello, state: 'zombie' }, 's', 1).action, undefined);
});
