/** The lists of packages that an archive has, and where apt keeps them: `apt-get indextargets` (apt-get(8)). */
import { existsSync } from 'node:fs'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { sourcesAlone, viewOptions, type AptView } from './apt-view.ts'

export interface ListTarget {
  /** Its name below the archive's signed Release file: "main/binary-amd64/Packages". */
  readonly name: string
  /** Without the ending of a compression, which apt may have added. It need not be there. */
  readonly file: string
}

/** Of all sources in `file`, an absolute path; whether they were fetched or not. */
export async function readListTargets(
  file: string,
  view: AptView,
  options: RunOptions,
): Promise<readonly ListTarget[]> {
  const asked = ['--no-release-info', '--format', '$(METAKEY) $(FILENAME)', 'Created-By: Packages']
  const { stdout } = await run(
    {
      title: titles.listSources({}),
      argv: ['apt-get', ...viewOptions(view), ...sourcesAlone(file), 'indextargets', ...asked],
    },
    options,
  )
  return stdout.split('\n').flatMap((line) => {
    const [name, place] = line.split(' ')
    return name === undefined || place === undefined ? [] : [{ name, file: place }]
  })
}

const endings = ['', '.lz4', '.gz', '.xz', '.zst', '.bz2', '.lzma'] as const

/** As apt has it; undefined where it was never fetched. */
export function storedList({ file }: ListTarget): string | undefined {
  return endings.map((ending) => `${file}${ending}`).find((place) => existsSync(place))
}

/** What is in one, whichever compression apt chose for it. */
export async function readStoredList(file: string, options: RunOptions): Promise<Buffer> {
  const argv = ['/usr/lib/apt/apt-helper', 'cat-file', file] as const
  return (await run({ title: titles.listSources({}), argv: [...argv] }, options)).bytes
}
