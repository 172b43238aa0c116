import type { AgentProgress } from '../contract/define.ts'

/** Who polls what hangs has the same to say each time. */
export function onlyNew(tell: (progress: AgentProgress) => void): (progress: AgentProgress) => void {
  let last = ''
  return (progress) => {
    const text = JSON.stringify(progress)
    if (text === last) return
    last = text
    tell(progress)
  }
}
