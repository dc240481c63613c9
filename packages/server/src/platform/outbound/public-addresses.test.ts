import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPublicAddress } from './public-addresses.ts'

test('addresses of the internet are public', () => {
  for (const address of ['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001:80b::200e'])
    assert.ok(isPublicAddress(address), address)
})

test('this machine, private networks, link-local, metadata and shared addresses are not', () => {
  const ofIpv4 = ['127.0.0.1', '127.255.1.2', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254']
  const special = ['0.0.0.0', '100.64.0.1', '100.100.100.200', '224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.0.170']
  const ofIpv6 = ['::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1']
  for (const address of [...ofIpv4, ...special, ...ofIpv6]) assert.equal(isPublicAddress(address), false, address)
})

test('an address that carries a private one inside is not public', () => {
  for (const address of [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '::127.0.0.1',
  ])
    assert.equal(isPublicAddress(address), false, address)
})

test('what is no address at all is not public', () => {
  for (const text of ['', 'localhost', 'example.com', '1.1.1', '0x7f000001']) assert.equal(isPublicAddress(text), false, text)
})
