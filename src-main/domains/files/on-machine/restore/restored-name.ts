import { besideName } from '../../../../commons/placing/beside-name.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'

/** "report (from 18 Nov 18.12).odt"; with `again` above 1 a number too. */
export function restoredName(name: BytePath, at: Date, again: number): BytePath {
  return besideName(name, `from ${dayOf(at)} ${timeOf(at)}`, again)
}

function dayOf(at: Date): string {
  const year = at.getFullYear() === new Date().getFullYear() ? '' : ` ${at.getFullYear()}`
  return `${at.getDate()} ${at.toLocaleDateString('en-GB', { month: 'short' })}${year}`
}

function timeOf(at: Date): string {
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join('.')
}
