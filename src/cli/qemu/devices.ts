import { UserError } from '../../base/errors';
import type { QemuRequest } from './request';
import { properties } from './values';

const BLOCK_DEVICES = new Set(['virtio-blk-device']);
const NETWORK_CARDS = /^(?:e1000\w*|virtio-net\S*|rtl8139)$/;

/** Drives, and what is plugged into the board: one disk there is, networks there are not. */
export class Devices {
  isSnapshot = false;
  readonly remarks: string[] = [];
  private readonly drives: ReadonlyMap<string, string>[] = [];
  /** Names of the drives that block devices want. */
  private readonly blocks: string[] = [];
  private hasNetwork = false;

  remark(text: string): void {
    this.remarks.push(text);
  }

  drive(given: ReadonlyMap<string, string>): void {
    const format = given.get('format') ?? 'raw';
    if (!given.has('file')) throw new UserError('-drive: file=PATH is missing');
    if (format !== 'raw') throw new UserError(`-drive format=${format}: there is only raw`);
    this.drives.push(given);
  }

  device(text: string): void {
    const given = properties(text);
    const name = given.get('driver') ?? text.split(',')[0];
    if (BLOCK_DEVICES.has(name)) this.blocks.push(given.get('drive') ?? '');
    else if (NETWORK_CARDS.test(name)) this.network(`-device ${name}`);
    else this.remark(`-device ${name}: this machine has none; it goes on without it`);
  }

  network(what: string): void {
    if (!this.hasNetwork) this.remark(`${what}: this machine has no network; it goes on without one`);
    this.hasNetwork = true;
  }

  object(text: string): void {
    const kind = text.split(',')[0];
    const file = properties(text).get('file');
    this.remark(
      kind === 'filter-dump'
        ? `-object filter-dump: there is no network, and ${file ?? 'no file'} is not written`
        : `-object ${kind}: this machine has none; it goes on without it`,
    );
  }

  /** @throws UserError when there is more than one, or a device wants a drive that is not there */
  disk(): QemuRequest['disk'] {
    const wanted = this.blocks.map((id) => {
      const drive = this.drives.find((one) => (one.get('id') ?? '') === id);
      if (!drive) throw new UserError(`-device virtio-blk-device: there is no drive "${id}"`);
      return drive;
    });
    // A drive with if=virtio is plugged in by itself.
    const own = this.drives.filter((one) => one.get('if') === 'virtio');
    const [first, ...more] = [...wanted, ...own];
    if (more.length > 0) throw new UserError('-drive: this machine has one disk; leave the others out');
    if (!first) return undefined;
    const isKept = !this.isSnapshot && first.get('snapshot') !== 'on' && first.get('readonly') !== 'on';
    return { file: first.get('file')!, isKept };
  }

  /** Files of drives that nothing is plugged into. */
  idleDrives(): readonly string[] {
    return this.drives
      .filter((one) => one.get('if') !== 'virtio' && !this.blocks.includes(one.get('id') ?? ''))
      .map((one) => one.get('file')!);
  }
}
