/** What a browser says of itself holds the names of others, too: the first that fits here is the right one. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgi?A?(OS)?\//, 'Edge'],
  [/\b(OPR|OPiOS)\//, 'Opera'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|Chromium|HeadlessChrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^(node|undici)\b/i, 'Node.js'],
  [/^(python|aiohttp|httpx)/i, 'Python'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/\b(iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

const nameIn = (names: typeof browsers, text: string): string | undefined => names.find(([sign]) => sign.test(text))?.[1]

export interface Device {
  /** As `Firefox`; undefined where the text tells none that people know. */
  browser: string | undefined
  system: string | undefined
  isPhone: boolean
}

/** Browser and system of a `User-Agent`, as far as it tells: enough to recognise one's own devices. */
export function readUserAgent(userAgent: string | null): Device {
  const text = userAgent ?? ''
  const system = nameIn(systems, text)
  return { browser: nameIn(browsers, text), system, isPhone: /\bMobile\b/.test(text) && system !== 'iPad' }
}
