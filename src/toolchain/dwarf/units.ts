import { isWithin, lastAtOrBefore } from './search';
import type { Sections } from './sections';
import { readUnitHeader } from './unit-header';
import { Unit, type UnitDirectory } from './unit';

/** All units of `.debug_info` and `.debug_types`; their headers are read when the first is asked for. */
export class Units implements UnitDirectory {
  private units: readonly Unit[] | undefined;
  private signatures: Map<bigint, Unit> | undefined;

  constructor(private readonly sections: Sections) {}

  /** In the order of the section. */
  get all(): readonly Unit[] {
    return (this.units ??= this.read());
  }

  unitAt(offset: number): Unit | undefined {
    const index = lastAtOrBefore(this.all.length, (i) => this.all[i].header.offset <= offset);
    const unit = this.all[index];
    return unit && isWithin(offset, unit.header.offset, unit.header.end) ? unit : undefined;
  }

  unitWithSignature(signature: bigint): Unit | undefined {
    this.signatures ??= new Map(this.all.map((unit) => [unit.header.signature ?? -1n, unit]));
    return this.signatures.get(signature);
  }

  private read(): Unit[] {
    const units: Unit[] = [];
    this.sections.tolerate(undefined, () => {
      const cursor = this.sections.cursor('.debug_info');
      while (!cursor.atEnd) {
        const isType = cursor.offset >= this.sections.typesFrom;
        const header = readUnitHeader(cursor.at(cursor.offset), isType);
        if ('firstEntry' in header) units.push(new Unit(header, this.sections, this));
        else this.sections.report(`debug information of version ${header.version}: 2 to 5 can be read`);
        cursor.offset = header.end;
      }
    });
    return units;
  }
}
