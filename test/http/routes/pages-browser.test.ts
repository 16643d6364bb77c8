import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import t from 'tap'
import { operations } from '../../../src/operations/table.ts'
import { startEngine } from '../../fixtures/engine.ts'
import { type Service, startService } from '../../fixtures/service.ts'

const CHROMIUM = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome'
].find(existsSync)

if (CHROMIUM) await run(CHROMIUM)
else t.pass('not run: there is no Chromium (CHROMIUM names one)', { skip: true })

async function run(executablePath: string): Promise<void> {
  const { endpoint } = await startEngine(t)
  // Chromium's sandbox does not start if the user is root, as in a container.
  const chromiumSandbox = process.getuid?.() !== 0
  const browser = await chromium.launch({ executablePath, chromiumSandbox })
  t.teardown(() => browser.close())

  t.test('from the home page to an operation and its answer, and nowhere else', async (t) => {
    const service = await startService(t, { endpoint })
    const { page, troubles } = await open(browser, service)
    t.equal(await page.title(), 'DynamoDBManager')
    t.equal(await page.locator('tr').count(), Object.keys(operations).length)

    await page.getByRole('link', { name: 'Try it' }).click()
    for (const name of ['create', 'update', 'ping']) {
      await page.selectOption('.opblock-post .examples-select-element', name)
      const body = await page.inputValue('.opblock-post textarea')
      t.match(JSON.parse(body), { operation: name }, 'the example is filled in')
      t.match(await execute(page), expected[name], name)
    }
    t.same(troubles, [])
  })

  t.test('a key that is given at “Authorize” is sent', async (t) => {
    const service = await startService(t, { endpoint, env: { API_KEYS: 'secret' } })
    const { page, troubles } = await open(browser, service)
    await page.goto(`${service.url}/docs`)
    t.same(await execute(page), { message: 'Forbidden' })
    await page.locator('.auth-wrapper > .authorize').click()
    await page.locator('.auth-container input').fill('secret')
    await page.locator('.auth-container .authorize').click()
    await page.locator('.auth-container .btn-done').click()
    await page.selectOption('.opblock-post .examples-select-element', 'echo')
    t.same(await execute(page), operations.echo.example.payload)
    t.match(troubles, [/403/])
  })

  t.test('the header Idempotency-Key can be filled in, and is sent', async (t) => {
    const service = await startService(t, { endpoint })
    const { page } = await open(browser, service)
    await page.goto(`${service.url}/docs`)
    await page.getByPlaceholder('Idempotency-Key').fill('no key, this')
    t.match(await execute(page), {
      errorMessage: /^Idempotency-Key: expected .+, got the string "no key, this"$/
    })
  })

  t.test('on a phone the pages are as wide as it is', async (t) => {
    const service = await startService(t, { endpoint })
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true }
    const { page, troubles } = await open(browser, service, phone)
    for (const path of ['/', '/docs']) {
      await page.goto(service.url + path)
      if (path === '/docs') await page.locator('.opblock-post .execute').waitFor()
      t.equal(await page.evaluate('innerWidth'), 390, path)
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), 390, path)
    }
    t.same(troubles, [])
  })

  t.test('the collection is downloaded from the home page', async (t) => {
    const service = await startService(t, { endpoint })
    const { page, troubles } = await open(browser, service)
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Postman' }).click()
    const file = await downloading
    t.equal(file.suggestedFilename(), 'DynamoDBManager.postman_collection.json')
    t.same(troubles, [])
  })
}

const expected: Record<string, unknown> = {
  create: { ResponseMetadata: { HTTPStatusCode: 200 } },
  update: { Attributes: { id: '1234ABCD', number: 6 } },
  ping: 'pong'
}

interface Opened {
  page: Page
  /** The page's errors, and its requests to other servers; there should be none. */
  troubles: string[]
}

async function open(
  browser: Browser,
  { url }: Service,
  options: BrowserContextOptions = {}
): Promise<Opened> {
  const page = await browser.newPage(options)
  const troubles: string[] = []
  page.on('request', (request) => {
    const isOurs = [url, 'data:', 'blob:'].some((start) => request.url().startsWith(start))
    if (!isOurs) troubles.push(`asked ${request.url()}`)
  })
  page.on('pageerror', ({ message }) => troubles.push(message))
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') troubles.push(line.text())
  })
  await page.goto(url)
  return { page, troubles }
}

/** Presses “Execute”; resolves with the answer that the page shows. */
async function execute(page: Page): Promise<unknown> {
  const answering = page.waitForResponse(/\/dynamodbmanager$/)
  await page.locator('.opblock-post .execute').click()
  const answer = await (await answering).text()
  const shown = page.locator('.opblock-post .live-responses-table .highlight-code code').first()
  // The page shows the answer indented.
  const text = JSON.stringify(JSON.parse(answer), null, 2)
  await shown.filter({ hasText: text.split('\n').at(1) ?? text }).waitFor()
  return JSON.parse((await shown.textContent()) ?? '')
}
