/** A point in time for what is read days later: "20 Nov 2026, 07:52", in this machine's time zone. */
export function formatExactTime(iso: string): string {
  const moment = new Date(iso)
  const day = moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
  return `${day}, ${moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}
