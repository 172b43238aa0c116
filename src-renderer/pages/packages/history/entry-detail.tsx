import { ArrowDown, ArrowUp, Download, Minus, Pin, Power, SlidersHorizontal, type LucideIcon } from 'lucide-react'
import type {
  PackageChange,
  PackageChangeKind,
  PackagesEntry,
} from '../../../../src-main/contract/packages-history-calls.ts'
import { changedName } from '../../../../src-main/contract/packages-history-words.ts'
import { LinkButton } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { EmptyState } from '../../../components/list-state.tsx'
import { VirtualRows } from '../../../components/virtual-rows.tsx'
import { capitalized, formatPoint } from '../../../format/time.ts'
import { routeHash } from '../../../router/route.ts'
import styles from '../../list-detail.module.css'
import own from './entry-detail.module.css'
import { texts } from './texts.ts'

interface EntryDetailProps {
  readonly entry: PackagesEntry
  /** Only what it finds is in the entry. */
  readonly search: string
  readonly nowMs: number
}

/** One list and the one before it: every line in which they differ. */
export function EntryDetail({ entry, search, nowMs }: EntryDetailProps) {
  const { laptop, at, basis, changes, title } = entry
  const made = entry.switch
  const by = made === undefined ? title : texts.bySwitch(made.from.label, made.to.label)
  return (
    <Card className={styles['detail']} aria-label={texts.changesOf(laptop.label)}>
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>{texts.summaryOf(entry)}</h2>
          <p>{`${capitalized(formatPoint(at, nowMs))} · ${by}`}</p>
          {basis.kind === 'list' && <p>{texts.comparedWith(formatPoint(basis.at, nowMs))}</p>}
          {search !== '' && <p>{texts.onlyFound(search)}</p>}
        </div>
        {made !== undefined && (
          <LinkButton size="small" href={routeHash({ kind: 'shell', page: 'activity', item: made.switchId })}>
            {texts.showSwitch}
          </LinkButton>
        )}
      </div>
      {basis.kind === 'start' ? (
        <EmptyState title={texts.startTitle(laptop.label)}>{texts.startText(basis.packages)}</EmptyState>
      ) : (
        <div className={own['lines']}>
          <VirtualRows
            name={texts.changesOf(laptop.label)}
            items={changes}
            rowHeight={36}
            keyOf={(_change, index) => String(index)}
          >
            {(change) => <ChangeLine change={change} />}
          </VirtualRows>
        </div>
      )}
    </Card>
  )
}

const icons: Readonly<Record<PackageChangeKind, LucideIcon>> = {
  installed: Download,
  removed: Minus,
  updated: ArrowUp,
  downgraded: ArrowDown,
  marked: Pin,
  unit: Power,
  setting: SlidersHorizontal,
}

function ChangeLine({ change }: { readonly change: PackageChange }) {
  const Icon = icons[change.kind]
  return (
    <div className={own['line']}>
      <Icon size={17} aria-hidden className={own['icon']} />
      <span className={styles['soft']}>{texts.kind(change.kind)}</span>
      <span className={classNames(styles['mono'], own['name'])}>{changedName(change)}</span>
      <span className={own['what']}>{texts.what(change)}</span>
    </div>
  )
}
