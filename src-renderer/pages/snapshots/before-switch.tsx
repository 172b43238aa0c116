import type { Proof } from '../../../src-main/contract/switch-state.ts'
import { LinkButton } from '../../components/button.tsx'
import styles from './before-switch.module.css'
import { keyBeforeSwitch } from './list/restore-points.ts'
import { restorePointHash } from './snapshots-routes.ts'
import { texts } from './texts.ts'

/** The way from a switch to what both laptops were before it. */
export function BeforeSwitch({ proof: { switchId, snapshotId } }: { readonly proof: Proof }) {
  if (snapshotId === undefined) return undefined
  return (
    <p className={styles['line']}>
      {texts.takenBefore}
      <LinkButton look="link" href={restorePointHash(keyBeforeSwitch(switchId))}>
        {texts.showBeforeSwitch}
      </LinkButton>
    </p>
  )
}
