/** Whether a password is the one that sudo wants of a person. What sudo remembers of an earlier one does not count. */
import type { PersonShell } from './person-shell.ts'
import { checkPassword, withoutPassword } from './scripts.ts'

/** refused: sudo lets the person do nothing, whatever the password is. */
export type PasswordVerdict =
  { readonly kind: 'right' | 'wrong' } | { readonly kind: 'refused'; readonly stderr: string }

export async function checkSudoPassword(shell: PersonShell, password: string): Promise<PasswordVerdict> {
  const { exitCode, stderr } = await shell.run(checkPassword, { input: `${password}\n` })
  if (exitCode === 0) return { kind: 'right' }
  return /incorrect password|no password was provided|try again/i.test(stderr)
    ? { kind: 'wrong' }
    : { kind: 'refused', stderr }
}

export async function sudoWantsPassword(shell: PersonShell): Promise<boolean> {
  return (await shell.run(withoutPassword)).exitCode !== 0
}
