import { fileLimits } from '../../base/file-limits';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { stateError } from '../errors';
import type { Feature } from '../feature';
import { id, source as sourceShape } from '../shapes/common';
import { nothing, object } from '../shapes/shape';
import { pathOf, sourceOf } from '../sources';

/** The text of a source file, for clients that cannot open it themselves. */
export const sourceFeature = {
  loadedSources: {
    shape: nothing,
    capabilities: { supportsLoadedSourcesRequest: true },
    handle: (session) => {
      const files = new Map<string, DebugProtocol.Source>();
      for (const image of session.active.system.images) {
        for (const file of image.debug.lines.filesWithCode) {
          const source = sourceOf(session, file);
          // The compiler's own headers have no code, and no path that anybody could open.
          if (source.path !== undefined) files.set(source.path, source);
        }
      }
      return { sources: [...files.values()] };
    },
  },
  source: {
    shape: object({}, { source: sourceShape, sourceReference: id }),
    handle: async (session, { source, sourceReference }) => {
      const reference = source?.sourceReference ?? sourceReference;
      if (reference) return { content: session.trapCards.text(reference), mimeType: 'text/plain' };
      if (source?.path === undefined) throw stateError('this source has no path');
      const path = pathOf(session, source);
      await session.spellings.use(path, () => undefined);
      const { paths, system } = session.active;
      const isOurs = system.images.some((image) => image.debug.lines.files.some(paths.sameAs(path)));
      // Only what is being debugged: the adapter is no file server.
      if (!isOurs) throw stateError(`${source.path} is no source of this session`);
      return {
        content: new TextDecoder().decode(await session.host.files.readFile(path, fileLimits.source)),
      };
    },
  },
} satisfies Feature;
