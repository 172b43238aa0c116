/** What sudo is asked as the person. */
import { personScript } from './person-shell.ts'

/** Succeeds where sudo wants no password. */
export const withoutPassword = personScript('sudo -k -n true')
/** Succeeds when the first line of what comes in is the password. */
export const checkPassword = personScript('exec sudo -k -S -p "" true')
