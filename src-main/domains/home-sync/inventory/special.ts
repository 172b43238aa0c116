/** What lies in /home and belongs to a running program or to a machine: it never crosses, and is never removed. */
import type { BytePath } from '../../../kernel/byte-path.ts'

export interface Special {
  readonly path: BytePath
  readonly kind: 'socket' | 'device'
}
