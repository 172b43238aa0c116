import { CirclePause, FileText, Laptop, Play, TriangleAlert, WifiOff } from 'lucide-react'
import { useEffect } from 'react'
import { differencesOf } from '../../../../src-main/contract/proof/proof-title.ts'
import { otherThanStarted } from '../../../../src-main/contract/started-by.ts'
import { givingUpMeans } from '../../../../src-main/contract/stop-words.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { Card, CardRow } from '../../../components/card.tsx'
import { DetailsDialog } from '../../../components/details-dialog.tsx'
import { Heading, SectionTitle } from '../../../components/heading.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { icons } from '../../../components/icons.ts'
import { useTitle } from '../../../components/use-title.ts'
import { VirtualRows } from '../../../components/virtual-rows.tsx'
import { formatAgo } from '../../../format/time.ts'
import { goTo, pageHash } from '../../../router/route.ts'
import { useClient, useOverview } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { useNow } from '../../../stores/use-now.ts'
import styles from './failure-page.module.css'
import {
  answersAgain,
  failureWords,
  looksForLaptop,
  resumeText,
  standingOf,
  type InterruptedState,
} from './failure-words.ts'
import { FooterPrimary } from '../footer-primary.tsx'
import { SwitchLog } from '../run/switch-log.tsx'
import { WizardFrame } from '../wizard-frame.tsx'
import { wizardTitle } from '../wizard-title.ts'
import { texts } from './texts.ts'

/** Opens where the run stood and stays until it is answered: what happened, why, how everything stands, what can be done. */
export function FailurePage({ state }: { readonly state: InterruptedState }) {
  const client = useClient()
  const nowMs = useNow(1_000)
  const words = failureWords(state, nowMs)
  const resume = useAction(() => client.call('switchResume', {}))
  const giveUp = useAction(async () => {
    await client.call('switchGiveUp', {})
    goTo(pageHash('overview'))
  })
  const failed = resume.error ?? giveUp.error
  const { plan, error } = state
  useTitle(wizardTitle(plan))
  const details = [error?.message, error?.hint, error?.code, error?.details]
    .filter((part) => part !== undefined)
    .join('\n')
  return (
    <WizardFrame
      title={wizardTitle(plan)}
      page=""
      aside={texts.aside}
      footer={
        <>
          <DetailsDialog
            title={texts.detailsTitle}
            text={details}
            trigger={
              <Button look="quiet" icon={FileText}>
                {texts.showDetails}
              </Button>
            }
          >
            {details !== '' && (
              <pre tabIndex={0} className={styles['details']}>
                {details}
              </pre>
            )}
            <SwitchLog switchId={state.switchId} />
          </DetailsDialog>
          <Button onClick={() => goTo(pageHash('overview'))}>{texts.backToOverview}</Button>
          <FooterPrimary icon={Play} onClick={resume.start} disabled={resume.busy}>
            {resume.busy ? texts.trying : words.primary}
          </FooterPrimary>
        </>
      }
    >
      <Heading title={words.title} lead={words.lead} mark={<Mark state={state} />} focusKey={state.stoppedAt} />
      {failed !== undefined && (
        <div className={styles['notice']}>
          <FailureNotice error={failed} />
        </div>
      )}
      <Card className={styles['cause']} role="alert">
        <TriangleAlert size={19} aria-hidden />
        <div>
          <h2>{words.cause.title}</h2>
          <p>{words.cause.text}</p>
        </div>
        {looksForLaptop(state) && <LookingFor state={state} nowMs={nowMs} />}
      </Card>
      {state.proof !== undefined && <Differences state={state} />}
      <SectionTitle>{texts.standing}</SectionTitle>
      <WhereThingsStand state={state} />
      <SectionTitle>{texts.whatToDo}</SectionTitle>
      <Card className={styles['way']}>
        <h3>{words.primary}</h3>
        <p>{resumeText(state)}</p>
      </Card>
      <Card className={styles['way']}>
        <h3>{texts.giveUpTitle}</h3>
        <p>{givingUpMeans(plan.to.label)}</p>
        <Button onClick={giveUp.start} disabled={giveUp.busy || resume.busy}>
          {texts.giveUp}
        </Button>
      </Card>
    </WizardFrame>
  )
}

function Mark({ state }: { readonly state: InterruptedState }) {
  const Icon = looksForLaptop(state)
    ? WifiOff
    : state.by === 'person' || state.by === 'battery'
      ? CirclePause
      : TriangleAlert
  return (
    <span className={styles['mark']}>
      <Icon size={25} aria-hidden />
    </span>
  )
}

const lookEveryMs = 5_000

/** Asks for the other laptop as long as the page is open. */
function LookingFor({ state, nowMs }: { readonly state: InterruptedState; readonly nowMs: number }) {
  const { value, asking, error, atMs, look } = useOverview()
  useEffect(() => {
    const timer = window.setInterval(() => void look(true), lookEveryMs)
    return () => window.clearInterval(timer)
  }, [look])
  const { label } = otherThanStarted(state.plan)
  const back = answersAgain(state, value?.peer)
  const seconds = asking || error !== undefined ? 0 : Math.max(0, Math.round((nowMs - atMs) / 1_000))
  const asked = seconds < 60 ? texts.secondsAgo(seconds) : formatAgo(nowMs - seconds * 1_000, nowMs)
  return (
    <p className={styles['looking']}>
      <span className={back ? styles['found'] : styles['searching']} aria-hidden />
      {back ? texts.answersAgain(label) : texts.lookingFor(label, asked)}
    </p>
  )
}

function WhereThingsStand({ state }: { readonly state: InterruptedState }) {
  const { plan, statuses } = state
  return (
    <Card>
      <CardRow icon={Laptop} title={plan.from.label} side={<Badge>{texts.untouched}</Badge>}>
        {texts.workUntouched}
      </CardRow>
      {plan.steps
        .filter(({ stage }) => stage === 'copy')
        .map((step) => {
          const { text, tone, word } = standingOf(statuses[step.id])
          return (
            <CardRow
              key={step.id}
              icon={icons[step.icon]}
              title={step.title}
              side={
                <Badge tone={tone} ticked={tone === 'green'}>
                  {word}
                </Badge>
              }
            >
              {text}
            </CardRow>
          )
        })}
    </Card>
  )
}

const rowsInSight = 8

function Differences({ state }: { readonly state: InterruptedState }) {
  if (state.proof === undefined) return undefined
  const differences = differencesOf(state.proof)
  if (differences.length === 0) return undefined
  return (
    <>
      <SectionTitle>{texts.differences}</SectionTitle>
      <Card className={styles['differences']} style={{ height: Math.min(rowsInSight, differences.length) * 40 + 2 }}>
        <VirtualRows
          name={texts.differences}
          items={differences}
          rowHeight={40}
          keyOf={({ area, name }) => `${area}:${name}`}
        >
          {({ area, name }) => (
            <div className={styles['difference']}>
              <code>{name}</code>
              <span>{area}</span>
            </div>
          )}
        </VirtualRows>
      </Card>
    </>
  )
}
