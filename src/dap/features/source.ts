import type { DebugProtocol } from '@vscode/debugprotocol';
import { stateError } from '../errors';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

/** The text of a source file, for clients that cannot open it themselves. */
export function sourceFeature(session: Session): Handlers {
  return {
    source: async ({ source }: DebugProtocol.SourceArguments) => {
      if (source?.path === undefined) throw stateError('this source has no path');
      const isOurs = session.active.system.images.some((image) =>
        image.debug.lines.files.some((file) => session.active.paths.isSame(file, source.path!)),
      );
      // Only what is being debugged: the adapter is no file server.
      if (!isOurs) throw stateError(`${source.path} is no source of this session`);
      return { content: new TextDecoder().decode(await session.host.files.readFile(source.path)) };
    },
  };
}
