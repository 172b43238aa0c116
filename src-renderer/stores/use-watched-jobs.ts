import { useEffect } from 'react'
import type { JobView } from '../../src-main/contract/jobs-calls.ts'
import { useCall } from './use-call.ts'

const lookEveryMs = 2_000

/**
 * Jobs of these names on both laptops; looked at again and again while one runs. `onEnded`: what it changed can be read anew; `onLook`:
 * what tells more of it while it goes on.
 */
export function useWatchedJobs(names: readonly string[], onEnded: () => void, onLook?: () => void) {
  const { value, askAgain } = useCall('jobsList', {})
  const jobs: readonly JobView[] = value?.jobs.filter(({ name }) => names.includes(name)) ?? []
  const works = jobs.some(({ last }) => last?.state.kind === 'running')
  useEffect(() => {
    if (!works) return undefined
    const timer = window.setInterval(() => {
      askAgain()
      onLook?.()
    }, lookEveryMs)
    return () => {
      window.clearInterval(timer)
      onEnded()
    }
  }, [works, askAgain, onEnded, onLook])
  return { jobs, askAgain }
}
