import { useEffect, useState } from 'react'
import { errorText } from '../../../../src-main/contract/wire-error.ts'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { useOverview } from '../../../stores/app-context.tsx'
import { useCall } from '../../../stores/use-call.ts'
import { laptopsOf } from '../../../components/laptop-names.ts'
import { AskedSection } from '../asked-section.tsx'
import { SettingRow } from '../settings-section.tsx'
import styles from '../settings-page.module.css'
import { ChooseFolders } from './choose-folders.tsx'
import { DeleteVersions } from './delete-versions.tsx'
import { FolderRow } from './folder-row.tsx'
import { placeNames } from './place-names.ts'
import { texts } from './texts.ts'
import { TurnOff } from './turn-off.tsx'

/** Folders of documents that are on both laptops all the time. */
export function LiveSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const { value: overview, atMs: lookedAt } = useOverview()
  const asked = useCall('liveStatus', {})
  const { value, put, askAgain } = asked
  const [dialog, setDialog] = useState<'choose' | 'turn-off' | 'delete'>()
  const hasFolders = value !== undefined && value.folders.length > 0
  const isOn = value?.folders.some(({ isOurs }) => isOurs) === true
  useEffect(() => {
    if (hasFolders) askAgain()
  }, [askAgain, hasFolders, lookedAt])
  const close = () => setDialog(undefined)
  return (
    <AskedSection
      title={texts.title}
      isAskedFor={isAskedFor}
      asked={asked}
      side={
        isOn && (
          <span className={styles['buttons']}>
            <Button size="small" onClick={() => setDialog('turn-off')}>
              {texts.turnOff}
            </Button>
            <Button size="small" onClick={() => setDialog('choose')}>
              {texts.choose}
            </Button>
          </span>
        )
      }
    >
      {(live) => (
        <>
          <Card>
            {!isOn && (
              <SettingRow title={texts.offTitle} text={texts.offText}>
                <Button size="small" onClick={() => setDialog('choose')}>
                  {texts.choose}
                </Button>
              </SettingRow>
            )}
            {live.folders.map((folder) => (
              <FolderRow key={folder.place} folder={folder} />
            ))}
            {live.isOverInternet && (
              <SettingRow title={texts.internetTitle} text={texts.internetText} isStacked={false}>
                <span className={styles['value']}>{texts.internetOn}</span>
              </SettingRow>
            )}
            {live.keptVersions.length > 0 && (
              <SettingRow title={texts.keptTitle} text={texts.keptText(placeNames(live.keptVersions))}>
                <Button size="small" look="careful" onClick={() => setDialog('delete')}>
                  {texts.deleteKept}
                </Button>
              </SettingRow>
            )}
            {live.missing.map(({ laptop, error }) => (
              <p key={laptop} className={styles['quiet']}>
                {texts.notKnown(laptopsOf(overview, []).labelOf(laptop))} {errorText(error)}
              </p>
            ))}
          </Card>
          {dialog === 'choose' && <ChooseFolders live={live} onChanged={put} onClose={close} />}
          {dialog === 'turn-off' && <TurnOff live={live} onChanged={put} onClose={close} />}
          {dialog === 'delete' && <DeleteVersions places={live.keptVersions} onChanged={put} onClose={close} />}
        </>
      )}
    </AskedSection>
  )
}
