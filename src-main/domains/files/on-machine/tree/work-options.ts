import type { AgentProgress } from '../../../../contract/define.ts'
import type { RunOptions } from '../../../../tools/run.ts'

export interface WorkOptions extends RunOptions {
  readonly report: (progress: AgentProgress) => void
}
