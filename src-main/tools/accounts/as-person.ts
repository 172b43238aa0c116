/** setpriv(1): a program as the person, so that the kernel itself decides what they may read. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * Goes before a command. What it starts in (`cwd`) may lie below folders that the person may not enter: a path from there
 * on asks only for what is on that path. Not together with `diesWithAgent`: changing the account undoes the dieWithParent.
 */
export function asPerson({ uid, gid }: Account): readonly [string, ...string[]] {
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--init-groups', '--inh-caps=-all', '--no-new-privs', '--']
}
