import { Check, CircleHelp, Info, TriangleAlert } from 'lucide-react'
import type { CheckCell, CheckRow } from '../../../../src-main/contract/preview.ts'
import { startedOn } from '../../../../src-main/contract/started-by.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Badge } from '../../../components/badge.tsx'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { icons } from '../../../components/icons.ts'
import styles from './check-page.module.css'
import { texts } from './texts.ts'

interface CheckTableProps {
  readonly rows: readonly CheckRow[]
  readonly plan: Pick<PlanView, 'from' | 'to' | 'startedBy'>
}

/** One line a check, one column a laptop: the source first. */
export function CheckTable({ rows, plan }: CheckTableProps) {
  const here = startedOn(plan).name
  return (
    <Card className={styles['table']}>
      {/* Roles said once more: a table that is laid out as a grid would lose them. */}
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              <span className="visually-hidden">{texts.check}</span>
            </th>
            {[plan.from, plan.to].map(({ name, label }) => (
              <th key={name} scope="col" role="columnheader">
                {label} {name === here && <Badge tone="accent">{texts.thisLaptop}</Badge>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Row({ row }: { readonly row: CheckRow }) {
  const Icon = icons[row.icon]
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <span className={styles['what']}>
          <Icon size={18} aria-hidden />
          {row.title}
        </span>
      </th>
      <Cell cell={row.from} remedy={needsWord(row.from) ? row.remedy : undefined} />
      <Cell cell={row.to} remedy={needsWord(row.to) && !needsWord(row.from) ? row.remedy : undefined} />
    </tr>
  )
}

const needsWord = ({ tone }: CheckCell): boolean => tone === 'warning' || tone === 'unknown'

const cellIcons = {
  passed: Check,
  warning: TriangleAlert,
  blocked: TriangleAlert,
  info: Info,
  unknown: CircleHelp,
} as const
const cellWords = {
  passed: `${texts.verdicts.passed} `,
  warning: `${texts.verdicts.warning} `,
  blocked: `${texts.verdicts.blocked} `,
  info: '',
  unknown: `${texts.verdicts.unknown} `,
} as const

function Cell({ cell, remedy }: { readonly cell: CheckCell; readonly remedy: string | undefined }) {
  const Icon = cellIcons[cell.tone]
  return (
    <td role="cell">
      <span className={classNames(styles['cell'], styles[cell.tone])}>
        <Icon size={16} strokeWidth={cell.tone === 'passed' ? 2.25 : 2} aria-hidden />
        <span>
          <span className="visually-hidden">{cellWords[cell.tone]}</span>
          {cell.text}
          {remedy !== undefined && <span className={styles['remedy']}>{remedy}</span>}
        </span>
      </span>
    </td>
  )
}
