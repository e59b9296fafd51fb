import { isBuiltin } from '../../debug/launch/builtin-programs';
import { withAbsolutePaths } from '../../debug/launch/absolute-paths';
import { readLaunchConfiguration, type Launch } from '../../debug/launch/validate';
import type { LabRun } from '../format/lab';
import type { Variant } from './variants';

/** The folder with the kernel's sources, some of which are the student's, in the workspace. */
export const KERNEL_FOLDER = '.kernel';

export const needsOwnKernel = ({ kernelFiles }: LabRun): boolean => Object.keys(kernelFiles).length > 0;

/** A run as a launch of the machine. @param root the folder that the workspace is at */
export function launchOf(run: LabRun, variant: Variant, root: string): Launch {
  const kernel = needsOwnKernel(run) ? { kernel: KERNEL_FOLDER } : {};
  const launch = readLaunchConfiguration({ ...run.launch, ...kernel, ...variant });
  const { options, programs } = withAbsolutePaths(launch, (path) =>
    isBuiltin(path) ? path : `${root}/${path}`,
  );
  return { options: { ...options, includeRoot: root }, programs };
}

/** Why a run that builds a kernel of its own cannot be made where there is no compiler; undefined: it can. */
export const withoutKernel = (files: readonly string[], hasCompiler: boolean): string | undefined =>
  hasCompiler || files.length === 0
    ? undefined
    : `the kernel is built with ${files.join(' and ')}, which needs a C compiler, and there is none here, as in every browser; ` +
      'open the lab in an editor on your computer';
