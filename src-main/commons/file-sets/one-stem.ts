/**
 * Databases of several files that differ in their extensions alone, by the names that nominate them: what the files are, the first
 * bytes of one of them tell (on-machine/stem-databases.ts). Pure.
 */

export interface StemRule {
  /** The rarest of its names: it nominates. */
  readonly mark: string
  /** Which is called by all of them, and tells what they are; one without these bytes is none. */
  readonly main: string
  readonly head?: readonly string[]
  /** Without it, it is none. */
  readonly needs?: string
  readonly others: readonly string[]
}

export const stemRules: readonly StemRule[] = [
  // HSQLDB: what is in the log is read into the script, unless the properties say that it was closed in order. They also say whether
  // the new files of a checkpoint count; the lock is there while it is open, and written again every 10 seconds.
  {
    ...{ mark: '.script', main: '.properties', head: ['#HSQL'] },
    others: ['.script', '.log', '.data', '.backup', '.lobs'].flatMap((one) => [one, `${one}.new`]).concat('.lck'),
  },
  // ESRI's shapefile: places, their index, and what is known of each, row by row.
  {
    ...{ mark: '.shp', main: '.shp', head: ['\u0000\u0000\u0027\u000a'] },
    others: ['.shx', '.dbf', '.prj', '.cpg', '.sbn', '.sbx', '.qix', '.qpj', '.shp.xml'],
  },
  // MyISAM: an index of rows by where they are in the other file.
  { mark: '.MYI', main: '.MYI', head: ['\u00fe\u00fe\u0007'], others: ['.MYD', '.frm'] },
  // Python's dbm.dumb: keys, each with its place in the other file.
  { mark: '.dir', main: '.dir', head: ["'", '"'], needs: '.dat', others: ['.dat', '.bak'] },
  // ndbm and sdbm.
  { mark: '.pag', main: '.pag', needs: '.dir', others: ['.dir'] },
]

export const stemMarks = new RegExp(`[^/\u0001](?:${stemRules.map(({ mark }) => mark.replace('.', '[.]')).join('|')})$`)

/** Whether a file of this name, path or key nominates one of them. */
export function nominatesStem(name: string): boolean {
  return stemMarks.test(name)
}

export interface StemPlace {
  readonly rule: StemRule
  /** The path without the extension. */
  readonly stem: string
}

/** Which of them a file of this path may be of, by `mark` alone or by any of its files. */
export function stemPlacesOf(path: string, by: 'mark' | 'any'): readonly StemPlace[] {
  return stemRules.flatMap((rule) =>
    (by === 'mark' ? [rule.mark] : [rule.main, ...rule.others])
      .filter((extension) => path.endsWith(extension) && !path.endsWith(`/${extension}`))
      .map((extension) => ({ rule, stem: path.slice(0, -extension.length) })),
  )
}

/** Paths of all that may be of the databases of which this may be a file. */
export function besideInStem(path: string): readonly string[] {
  return stemPlacesOf(path, 'any').flatMap(({ rule: { main, others }, stem }) =>
    [main, ...others].map((extension) => `${stem}${extension}`),
  )
}
