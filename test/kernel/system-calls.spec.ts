/** The system calls stand in C, for the kernel and its programs, in JSON, for the debugger, and in TypeScript, for assembler and editor. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import builtin from '../../src/debug/kernels/builtin.json';
import { systemCalls } from '../../src/toolchain/system-calls';
import { root } from './root';

const text = (name: string): string => readFileSync(path.join(root, 'kernel', name), 'utf8');
const header = text('system_calls.h');
const known = systemCalls.map(({ number, name }) => [number, name] as const);

describe('the system calls of TypeScript are those of', () => {
  test('the kernel: their numbers, and the list that its table is made of', () => {
    const numbers = [...header.matchAll(/^#define SYS_(\w+) (\d+)$/gm)];
    assert.deepEqual(
      numbers.map(([, name, number]) => [Number(number), name]),
      known,
    );
    const list = header.slice(header.indexOf('#define EACH_SYSTEM_CALL'));
    assert.deepEqual(
      [...list.matchAll(/CALL\((\w+)\)/g)].slice(1).map(([, name]) => name),
      known.map(([, name]) => name),
    );
    assert.match(
      header,
      new RegExp(`^#define SYSTEM_CALLS ${Math.max(...known.map(([number]) => number)) + 1}$`, 'm'),
    );
  });

  test('C programs, with as many parameters', () => {
    const functions = text('user/include/trapframe.h').split('// System calls')[1].split('\n\n')[0];
    /** Functions with names of their own, of which the header says whose they are. */
    const others: Readonly<Record<string, string>> = {
      next_entry: 'list',
      next_process: 'processes',
      catch_interrupts: 'interrupts',
      adopt_orphans: 'adopt',
    };
    const declared = [...functions.matchAll(/(\w+)\(([^()]*)\);/g)].map(([, name, parameters]) => [
      others[name] ?? name,
      parameters === 'void' ? 0 : parameters.split(',').length,
    ]);
    assert.deepEqual(
      declared,
      systemCalls.map(({ name, parameters }) => [name, parameters.length]),
    );
  });

  test('the debugger’s description, with as many parameters', () => {
    assert.deepEqual(
      builtin.systemCalls.map(({ number, name, parameters }) => [number, name, parameters.length]),
      systemCalls.map(({ number, name, parameters }) => [number, name, parameters.length]),
    );
  });
});

test('the errors of the debugger’s description are those of the kernel', () => {
  const numbers = [...text('errors.h').matchAll(/^#define (E\w+) (\d+)/gm)];
  assert.deepEqual(
    numbers.map(([, name, number]) => [number, name]),
    Object.entries(builtin.errors),
  );
});
