/** The other laptop is in use while a switch to it is planned, before the first switch. */
import { plan, type Story } from './story.ts'

const documents = '/home/alice/Documents'

export const inUse: Story = async ({ recorder, shell }) => {
  for (const host of ['p17', 'xps'] as const)
    await shell(
      host,
      `cd ${documents}; for f in minutes travel; do echo ${host} > $f.odt; chown alice:alice $f.odt; done`,
    )
  await shell(
    'xps',
    `systemd-run --quiet --collect --unit=desktop -p PAMName=login -p User=alice -E XDG_SESSION_TYPE=wayland -p WorkingDirectory=${documents} \
      bash -c 'exec 5>> minutes.odt 6< travel.odt; exec sleep 3600'; sleep 2`,
  )
  await plan(recorder, 'a plan while the other laptop is in use')
  await recorder.ask('switchDismiss', 'a plan while the other laptop is in use', {})
  // The stories that follow find both as they were.
  await shell('xps', 'systemctl stop desktop')
  for (const host of ['p17', 'xps'] as const) await shell(host, `rm ${documents}/minutes.odt ${documents}/travel.odt`)
}
