import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceState } from '../machine/checkpoint';
import { Uart } from './uart';

const LCR = 3;
const LSR = 5;

function uart(): { uart: Uart; sent: number[]; asserted(): number; clock: { time: number } } {
  const sent: number[] = [];
  const clock = { time: 0, instant: 0, instantOf: (ticks: number) => ticks };
  let count = 0;
  const device = new Uart(
    (byte) => sent.push(byte),
    () => count++,
    clock,
  );
  const asserted = (): number => {
    const before = count;
    count = 0;
    return before;
  };
  return { uart: device, sent, asserted, clock };
}

test('bytes leave at once, and the transmitter is empty', () => {
  const { uart: device, sent } = uart();
  for (const byte of [104, 105]) {
    assert.equal(device.read(LSR), 0x60);
    device.write(0, 1, byte);
  }
  assert.deepEqual(sent, [104, 105]);
});

test('the divisor hides data and interrupt enable', () => {
  const { uart: device, sent } = uart();
  device.write(LCR, 1, 0x80);
  device.write(0, 1, 0x34);
  device.write(1, 1, 0x12);
  assert.deepEqual([device.read(0), device.read(1)], [0x34, 0x12]);
  device.write(LCR, 1, 0x03);
  assert.deepEqual([device.read(0), device.read(1), sent], [0, 0, []]);
});

test('the transmit interrupt: once when enabled, once for each byte, gone when it was identified', () => {
  const { uart: device, asserted } = uart();
  device.write(1, 1, 0x02);
  assert.equal(asserted(), 1);
  assert.equal(device.read(2), 0x02);
  assert.equal(device.read(2), 0x01);
  assert.equal(asserted(), 0);
  device.write(0, 1, 65);
  assert.equal(asserted(), 1);
  device.write(1, 1, 0x02);
  assert.equal(asserted(), 0);
});

test('without the FIFO one byte is held; another overruns it', () => {
  const { uart: device, asserted } = uart();
  device.write(1, 1, 0x05);
  device.receive(65);
  assert.ok(!device.canReceive);
  assert.equal(device.read(2), 0x04);
  device.receive(66);
  assert.equal(device.read(2), 0x06);
  asserted();
  assert.equal(device.read(LSR), 0x63);
  assert.equal(device.read(LSR), 0x61);
  assert.equal(device.read(0), 66);
  assert.equal(device.read(LSR), 0x60);
  assert.equal(device.read(2), 0x01);
});

test('the FIFO holds 16 bytes, in order', () => {
  const { uart: device } = uart();
  device.write(2, 1, 0x01);
  for (let byte = 0; byte < 16; byte++) {
    assert.ok(device.canReceive);
    device.receive(byte);
  }
  assert.ok(!device.canReceive);
  device.receive(99);
  assert.equal(device.read(LSR), 0x63);
  for (let byte = 0; byte < 16; byte++) assert.equal(device.read(0), byte);
  assert.equal(device.read(LSR), 0x60);
});

test('below its trigger the FIFO interrupts after a while', () => {
  const { uart: device, asserted, clock } = uart();
  device.write(2, 1, 0xc1);
  device.write(1, 1, 0x01);
  device.receive(65);
  assert.equal(device.read(2), 0xc1);
  assert.equal(asserted(), 0);
  clock.time = device.deadline() - 1;
  device.advance();
  assert.equal(asserted(), 0);
  clock.time++;
  device.advance();
  assert.equal(asserted(), 1);
  assert.equal(device.read(2), 0xcc);
  assert.equal(device.read(0), 65);
  assert.equal(device.read(2), 0xc1);
  assert.equal(device.deadline(), Infinity);
  for (let byte = 0; byte < 14; byte++) device.receive(byte);
  assert.equal(device.read(2), 0xc4);
});

test('whoever switches the FIFO empties it', () => {
  const { uart: device } = uart();
  device.write(2, 1, 0x01);
  device.receive(65);
  device.write(2, 1, 0x01);
  assert.ok(!device.receiveEmpty);
  device.write(2, 1, 0x00);
  assert.ok(device.receiveEmpty);
});

test('what is saved is all that it remembers', () => {
  const { uart: device, clock } = uart();
  device.write(2, 1, 0x81);
  device.write(1, 1, 0x03);
  device.write(7, 1, 0xa5);
  device.write(4, 1, 0x0b);
  device.write(0, 1, 65);
  device.receive(1);
  device.receive(2);
  const saved = JSON.stringify(device.save());
  const other = uart();
  other.clock.time = clock.time;
  other.uart.restore(JSON.parse(saved) as DeviceState);
  assert.equal(JSON.stringify(other.uart.save()), saved);
  const registers = (one: Uart): number[] => [1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 5, 2].map((at) => one.read(at));
  assert.deepEqual(registers(other.uart), registers(device));
  assert.equal(JSON.stringify(other.uart.save()), JSON.stringify(device.save()));
});
