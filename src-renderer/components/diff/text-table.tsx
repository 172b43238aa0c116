import { useMemo } from 'react'
import { hideValues } from '../../../src-main/kernel/hide-values.ts'
import { VirtualRows } from '../virtual-rows.tsx'
import styles from './diff-table.module.css'

interface TextTableProps {
  readonly text: string
  readonly name: string
  readonly hidden: boolean
}

/** One version, with its line numbers. */
export function TextTable({ text, name, hidden }: TextTableProps) {
  const lines = useMemo(() => {
    const all = text.split('\n')
    if (all.at(-1) === '') all.pop()
    return all.map((line, index) => ({ number: index + 1, line: hidden ? hideValues(line) : line }))
  }, [text, hidden])
  return (
    <VirtualRows name={name} items={lines} rowHeight={20} roomAbove={8} keyOf={({ number }) => String(number)}>
      {({ number, line }) => (
        <div className={styles['line']}>
          <span className={styles['number']} aria-hidden>
            {number}
          </span>
          <span>{line}</span>
        </div>
      )}
    </VirtualRows>
  )
}
