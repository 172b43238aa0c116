import { ArrowUp, Ban, Download, Minus, Pin, Power, PowerOff, type LucideIcon } from 'lucide-react'
import type { Change } from '../../../../src-main/contract/preview.ts'
import { formatBytes } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { classNames } from '../../../components/class-names.ts'
import styles from './blocks.module.css'
import { texts } from './texts.ts'

const icons: Readonly<Record<Change['effect'], LucideIcon>> = {
  add: Download,
  update: ArrowUp,
  remove: Minus,
  enable: Power,
  disable: PowerOff,
  keep: Pin,
  cannot: Ban,
}
const words: Readonly<Record<Change['effect'], string>> = {
  add: `${texts.effects.add} `,
  update: `${texts.effects.update} `,
  remove: `${texts.effects.remove} `,
  enable: `${texts.effects.enable} `,
  disable: `${texts.effects.disable} `,
  keep: `${texts.effects.keep} `,
  cannot: `${texts.effects.cannot} `,
}

/** What is removed is red, with the word for it. */
export function ChangeRow({ change }: { readonly change: Change }) {
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
        {change.name}
      </span>
      <span>
        <Badge>{change.kind}</Badge>
      </span>
      <span className={styles['detail']}>{change.detail}</span>
      {change.bytes !== undefined && <span className={styles['bytes']}>{formatBytes(change.bytes)}</span>}
    </div>
  )
}
