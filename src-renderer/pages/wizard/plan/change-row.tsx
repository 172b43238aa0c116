import { ArrowRightLeft, ArrowUp, Ban, Download, Minus, Pin, Power, PowerOff, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Refusable } from '../../../../src-main/contract/package-rule.ts'
import type { Change } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { formatBytes } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { classNames } from '../../../components/class-names.ts'
import { useSwitchState } from '../../../stores/app-context.tsx'
import styles from './blocks.module.css'
import { RefusalMenu, useRefusal } from './refusal-menu.tsx'
import { texts } from './texts.ts'

const icons: Readonly<Record<Change['effect'], LucideIcon>> = {
  add: Download,
  update: ArrowUp,
  rename: ArrowRightLeft,
  remove: Minus,
  enable: Power,
  disable: PowerOff,
  keep: Pin,
  cannot: Ban,
}
const words: Readonly<Record<Change['effect'], string>> = {
  add: `${texts.effects.add} `,
  update: `${texts.effects.update} `,
  rename: `${texts.effects.rename} `,
  remove: `${texts.effects.remove} `,
  enable: `${texts.effects.enable} `,
  disable: `${texts.effects.disable} `,
  keep: `${texts.effects.keep} `,
  cannot: `${texts.effects.cannot} `,
}

/** What can be decided not to happen has a menu for that. */
export function ChangeRow({ change }: { readonly change: Change }) {
  const state = useSwitchState()
  const { refusable } = change
  if (refusable === undefined || state?.kind !== 'planned') return <Row change={change} />
  return <RefusableRow change={change} refusable={refusable} plan={state.plan} />
}

interface RefusableRowProps {
  readonly change: Change
  readonly refusable: Refusable
  readonly plan: PlanView
}

function RefusableRow({ change, refusable, plan }: RefusableRowProps) {
  const refusal = useRefusal(refusable, plan)
  return (
    <Row change={change} error={refusal.problem}>
      <RefusalMenu name={change.name} refusable={refusable} plan={plan} refusal={refusal} />
    </Row>
  )
}

interface RowProps {
  readonly change: Change
  readonly error?: string | undefined
  readonly children?: ReactNode
}

/** What is removed is red, with the word for it. */
function Row({ change, error, children }: RowProps) {
  const Icon = icons[change.effect]
  const isRemoved = change.effect === 'remove'
  return (
    <div className={classNames(styles['row'], isRemoved && styles['removed'])}>
      <Icon
        size={17}
        aria-hidden
        className={classNames(change.effect === 'cannot' && styles['amber'], isRemoved && styles['red'])}
      />
      <span className={styles['name']}>
        <span className="visually-hidden">{words[change.effect]}</span>
        {change.parts === undefined ? change.name : <WithParts name={change.name} parts={change.parts} />}
      </span>
      <span>
        <Badge>{change.kind}</Badge>
      </span>
      {error === undefined ? (
        <span className={styles['detail']}>{change.detail}</span>
      ) : (
        <span role="alert" className={classNames(styles['detail'], styles['amber'])}>
          {error}
        </span>
      )}
      {change.bytes !== undefined && <span className={styles['bytes']}>{formatBytes(change.bytes)}</span>}
      {children !== undefined && <span className={styles['menu']}>{children}</span>}
    </div>
  )
}

interface WithPartsProps {
  readonly name: string
  readonly parts: NonNullable<Change['parts']>
}

/** Opens to what it consists of. */
function WithParts({ name, parts }: WithPartsProps) {
  return (
    <details>
      <summary>{name}</summary>
      <ul className={styles['parts']}>
        {parts.map((part) => (
          <li key={part.name}>
            {part.name}
            {part.bytes !== undefined && <span className={styles['partBytes']}>{formatBytes(part.bytes)}</span>}
          </li>
        ))}
      </ul>
    </details>
  )
}
