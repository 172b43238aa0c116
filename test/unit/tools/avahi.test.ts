import { expect, it } from 'vitest'
import { parseServices } from '../../../src-main/tools/avahi.ts'

it('reads who offers a service, whatever it is called', () => {
  const text = [
    '+;wlp2s0;IPv6;xps;_ssh._tcp;local',
    String.raw`=;wlp2s0;IPv4;x\032p\059s\032\195\188;_ssh._tcp;local;xps.local;192.168.1.23;22;"k=v;w"`,
    '=;wlp2s0;IPv6;nas;_ssh._tcp;local;nas.local;fe80::1;2222;',
    '-;wlp2s0;IPv6;old;_ssh._tcp;local',
    '=;broken',
    '',
  ]
  expect(parseServices(text.join('\n'))).toEqual([
    { host: 'xps.local', address: '192.168.1.23', port: 22 },
    { host: 'nas.local', address: 'fe80::1', port: 2222 },
  ])
})
