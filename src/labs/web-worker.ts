import type { Port } from '../base/port';
import { remoteFiles } from '../base/remote-files';
import { webHost, type WebPlaces } from '../host/web-host';
import type { LabQuestion } from '../protocol/labs';
import { LabService } from './service';

/** Reads labs and runs their checks in a web worker. The kernel stays as it is: nothing can be compiled there. */
export function serveLabs(worker: Port, { files, ...places }: WebPlaces & { readonly files: Port }): void {
  const service = new LabService({ host: webHost(remoteFiles(files), places) });
  let last: Promise<void> = Promise.resolve();
  worker.onmessage = ({ data }) => {
    last = last.then(async () => worker.postMessage(await service.answer(data as LabQuestion)));
  };
}
