import type { AgentProgress } from '../../../../contract/define.ts'
import type { RunOptions } from '../../../../tools/run.ts'

export interface WorkOptions extends RunOptions {
  readonly report: (progress: AgentProgress) => void
  /** For a file that programs need for a moment; root's alone. */
  readonly runFolder: string
}
