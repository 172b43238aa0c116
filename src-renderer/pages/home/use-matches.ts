import { useEffect, useRef } from 'react'
import type { HomeExclusions } from '../../../src-main/contract/home-calls.ts'
import { useCall } from '../../stores/use-call.ts'
import { texts } from './texts.ts'

interface Matches {
  readonly ofRule: (pattern: string) => string
  readonly ofKind: (kind: string) => string
}

interface Amount {
  readonly files: number
  readonly bytes: number
}

/** How many files of this laptop each rule decides about, in words; counted anew when the rules change. */
export function useMatches({ rules, invalid }: HomeExclusions): Matches {
  const { value, error, isFresh, askAgain } = useCall('homeMeasure', {})
  const now = JSON.stringify(rules.map(({ pattern, decision }) => [pattern, decision]))
  const counted = useRef(now)
  useEffect(() => {
    if (counted.current === now) return
    counted.current = now
    askAgain()
  }, [askAgain, now])
  const words = (amount: Amount | undefined): string => {
    if (invalid.length > 0 || (value === undefined && error !== undefined)) return texts.notCounted
    if (value === undefined) return texts.counting
    if (amount === undefined) return isFresh ? texts.matchesNothing : texts.counting
    return texts.matches(amount.files, amount.bytes)
  }
  return {
    ofRule: (pattern) => words(value?.rules.find((one) => one.pattern === pattern)),
    ofKind: (kind) => words(value?.builtIn.find((one) => one.kind === kind)),
  }
}
