import { useRef, useState } from 'react'
import type { FoundPlace } from '../../../src-main/contract/copies-calls.ts'
import { parseOci } from '../../../src-main/contract/oci-address.ts'
import { parseS3, withS3Server } from '../../../src-main/contract/s3-address.ts'
import { Button } from '../../components/button.tsx'
import { CheckBox } from '../../components/check-box.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice, Notice } from '../../components/notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { TextForm } from '../../components/text-form.tsx'
import { formatGigabytes } from '../../format/amount.ts'
import { joinNames } from '../../format/names-text.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from '../backups.module.css'
import { addTexts, texts } from './texts.ts'

export interface StartedPlace {
  readonly laptop: string
  readonly name: string
  readonly where: string
}

interface AddPlaceProps {
  readonly laptops: LaptopNames
  /** A disk that was chosen. */
  readonly disk?: StartedPlace | undefined
  readonly onClose: () => void
  readonly onAdded: (said: string) => void
}

/** Three questions: what it is called, where it is, and which laptop copies to it. Then what was found there. */
export function AddPlace({ laptops, disk, onClose, onAdded }: AddPlaceProps) {
  const client = useClient()
  const field = useRef<HTMLInputElement>(null)
  const [name, setName] = useState(disk?.name ?? '')
  const [where, setWhere] = useState(disk?.where ?? '')
  const [chosen, setLaptop] = useState(disk?.laptop)
  const [password, setPassword] = useState('')
  const [access, setAccess] = useState('')
  const [secret, setSecret] = useState('')
  const [user, setUser] = useState('')
  const [token, setToken] = useState('')
  const [ca, setCa] = useState<string>()
  const [found, setFound] = useState<FoundPlace>()
  const [cleansUp, setCleansUp] = useState(false)
  const laptop = chosen ?? laptops.names[0]
  const { value: kept } = useCall('retentionGet', {})
  const isBucket = parseS3(withS3Server(where.trim())) !== undefined
  const isRegistry = parseOci(where.trim()) !== undefined
  const uncleaned = isRegistry ? undefined : kept?.laptops.find((view) => view.laptop === laptop && !view.enabled)
  const keys = { access: access.trim(), secret: secret.trim() }
  const login = { user: user.trim(), token: token.trim() }
  const wanted = {
    where: where.trim(),
    ...(isBucket ? { keys } : {}),
    ...(isRegistry && login.user !== '' ? { login } : {}),
    ...((isBucket || isRegistry) && ca !== undefined ? { ca } : {}),
    ...(laptop === undefined ? {} : { laptop }),
    ...(password === '' ? {} : { password }),
  }
  const isOpened =
    (!isBucket || (keys.access !== '' && keys.secret !== '')) &&
    (!isRegistry || (login.user === '') === (login.token === ''))
  const isTyped = name.trim() !== '' && wanted.where !== '' && isOpened
  const look = useAction(async () => setFound(await client.call('copiesInspect', wanted)))
  const cleanUp = (on: string): Promise<boolean> =>
    client.call('retentionSet', { on: [on], enabled: true }).then(
      () => true,
      () => false,
    )
  const add = useAction(async () => {
    const agreed = found?.server === undefined ? {} : { hostKey: found.server.hostKey }
    await client.call('copiesAdd', { ...wanted, ...agreed, name: name.trim() })
    if (isRegistry) {
      onAdded(addTexts.addedRegistry(name.trim()))
      onClose()
      return
    }
    const isCleaned = uncleaned === undefined || !cleansUp || (await cleanUp(uncleaned.laptop))
    onAdded(isCleaned ? addTexts.added(name.trim()) : addTexts.addedUncleaned(name.trim()))
    onClose()
  })
  const isReady =
    found !== undefined && found.state !== 'needs-key' && (found.state !== 'needs-password' || password !== '')
  const next = () => {
    if (!isTyped) return
    if (isReady) add.start()
    else look.start()
  }
  const changed = (set: (typed: string) => void) => (typed: string) => {
    set(typed)
    setFound(undefined)
    setCleansUp(false)
  }
  const failed = add.error ?? look.error
  return (
    <Modal
      title={addTexts.title}
      lead={addTexts.lead}
      onClose={onClose}
      first={field}
      buttons={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" disabled={!isTyped || look.busy || add.busy} onClick={next}>
            {isReady ? addTexts.add : addTexts.check}
          </Button>
        </>
      }
    >
      <TextForm
        ref={field}
        label={addTexts.name}
        value={name}
        maxLength={40}
        placeholder={addTexts.namePlaceholder}
        onChange={setName}
        onSubmit={next}
      />
      <TextForm
        label={addTexts.where}
        value={where}
        placeholder={addTexts.wherePlaceholder}
        onChange={changed((typed) => {
          setWhere(typed)
          setCa(undefined)
        })}
        onSubmit={next}
      >
        <p className={styles['soft']}>{addTexts.whereHint}</p>
      </TextForm>
      {isBucket && (
        <>
          <TextForm
            label={addTexts.access}
            autoComplete="off"
            spellCheck={false}
            value={access}
            onChange={changed(setAccess)}
            onSubmit={next}
          />
          <TextForm
            label={addTexts.secret}
            type="password"
            autoComplete="off"
            value={secret}
            onChange={changed(setSecret)}
            onSubmit={next}
          />
        </>
      )}
      {isRegistry && (
        <>
          <TextForm
            label={addTexts.user}
            autoComplete="off"
            spellCheck={false}
            value={user}
            onChange={changed(setUser)}
            onSubmit={next}
          />
          <TextForm
            label={addTexts.token}
            type="password"
            autoComplete="off"
            value={token}
            onChange={changed(setToken)}
            onSubmit={next}
          />
        </>
      )}
      {(isBucket || isRegistry) && (
        <label className={styles['file']}>
          {addTexts.ca}
          <input
            type="file"
            accept=".pem,.crt,.cer"
            onChange={({ target }) => {
              setFound(undefined)
              void target.files?.[0]?.text().then(setCa)
            }}
          />
        </label>
      )}
      {laptops.names.length > 1 && (
        <div className={styles['choice']}>
          <span aria-hidden>{addTexts.laptop}</span>
          <Segmented
            name={addTexts.laptop}
            segments={laptops.names.map((id) => ({ id, label: laptops.labelOf(id) }))}
            value={laptop ?? ''}
            onChange={changed(setLaptop)}
          />
        </div>
      )}
      {look.busy && <p className={styles['soft']}>{addTexts.checking}</p>}
      {found !== undefined && <Found found={found} labelOf={laptops.labelOf} />}
      {found?.state === 'needs-password' && (
        <TextForm
          label={addTexts.password}
          type="password"
          autoComplete="off"
          value={password}
          onChange={setPassword}
          onSubmit={next}
        />
      )}
      {isReady && uncleaned !== undefined && (
        <div>
          <CheckBox checked={cleansUp} onChange={setCleansUp}>
            {addTexts.cleanUp(laptops.labelOf(uncleaned.laptop))}
          </CheckBox>
          <p className={styles['soft']}>{addTexts.cleanUpWhy(uncleaned.sentence)}</p>
        </div>
      )}
      <FailureNotice error={failed} />
    </Modal>
  )
}

function Found({ found, labelOf }: { readonly found: FoundPlace; readonly labelOf: (host: string) => string }) {
  const { kind, state, laptops, room, server, notes } = found
  const takenUp = laptops.length === 0 ? addTexts.noCopies[kind] : addTexts.takenUp(joinNames(laptops.map(labelOf)))
  const there = state === 'taken-up' ? takenUp : addTexts.states[state]
  return (
    <Notice tone="info" title={addTexts.kinds[kind]}>
      {[there, ...(room === undefined ? [] : [`${addTexts.free(formatGigabytes(room.freeBytes))}.`]), ...notes].join(
        ' ',
      )}
      {server !== undefined && (
        <dl className={styles['facts']}>
          <div>
            <dt>{addTexts.hostKey}</dt>
            <dd>
              <code>{server.hostKey}</code>
              <div>{addTexts.compareKey}</div>
            </dd>
          </div>
          {state === 'needs-key' && (
            <div>
              <dt>{addTexts.line}</dt>
              <dd>
                <code className={styles['line']}>{server.line}</code>
              </dd>
            </div>
          )}
        </dl>
      )}
    </Notice>
  )
}
