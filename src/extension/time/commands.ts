import type { Sessions } from '../sessions/sessions';
import { bookmarkCommands } from './bookmark-commands';
import { branchCommands } from './branch-commands';
import { lastWriter } from './last-writer';
import { questionCommands } from './question-commands';
import { recordingCommands } from './recording-commands';
import { reverseCommands } from './reverse-commands';
import { seekCommands } from './seek-commands';

/** All commands that lead to other instants of the run, ask about its past, or keep it. */
export const timeCommands = (sessions: Sessions): Record<string, (from?: unknown) => Promise<void>> => ({
  ...reverseCommands(sessions),
  ...seekCommands(sessions),
  ...bookmarkCommands(sessions),
  ...branchCommands(sessions),
  ...lastWriter(sessions),
  ...questionCommands(sessions),
  ...recordingCommands(sessions),
});
