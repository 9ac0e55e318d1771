import { MINUTE, type Scenario } from './scenario.ts';
import { type SentOutcome, sampleOutcome, type World } from './scenario-data.ts';

const AT_ONCE = 250;
const LABELS_TAKE = 20 * MINUTE;

/** Customers who are asked about, and what is told of them later. */
export interface AskedCustomers {
  readonly count: number;
  readonly world: World;
  /** What the model sees of a customer. */
  readonly features?: (features: SentOutcome['features']) => SentOutcome['features'];
}

/** Asks for predictions of new customers, and twenty minutes later tells how it went with each. */
export async function askAndTell(
  scenario: Scenario,
  name: string,
  { count, world, features = (same) => same }: AskedCustomers,
): Promise<void> {
  for (let asked = 0; asked < count; asked += AT_ONCE) {
    const time = new Date(scenario.runtime.now() + LABELS_TAKE / 2).toISOString();
    const customers = Array.from({ length: Math.min(AT_ONCE, count - asked) }, (_, index) =>
      sampleOutcome(`${name}-${asked + index}`, time, world),
    );
    const rows = customers.map((customer) => features(customer.features));
    const { predictionId } = (await scenario.request('POST', '/predict', { rows })).body;
    await scenario.runtime.advance(LABELS_TAKE);
    const outcomes = customers.map(({ id, label }, index) => ({
      id,
      time,
      label,
      predictionId: `${predictionId}-${index}`,
    }));
    await tell(scenario, outcomes);
  }
}

type LinkedOutcome = Omit<SentOutcome, 'features'> & { readonly predictionId: string };

/** Asks for a prediction of one new customer at a time; the answer is what there will be to tell of them. */
export async function askOneByOne(
  scenario: Scenario,
  name: string,
  { count, world }: Pick<AskedCustomers, 'count' | 'world'>,
): Promise<LinkedOutcome[]> {
  const outcomes: LinkedOutcome[] = [];
  for (let asked = 0; asked < count; asked += 1) {
    const time = new Date(scenario.runtime.now()).toISOString();
    const { features, ...outcome } = sampleOutcome(`${name}-${asked}`, time, world);
    const { predictionId } = (await scenario.request('POST', '/predict', { rows: [features] })).body;
    outcomes.push({ ...outcome, predictionId });
  }
  return outcomes;
}

/** Tells how it went, of 500 customers at most. */
export async function tell(scenario: Scenario, outcomes: readonly LinkedOutcome[]): Promise<void> {
  const { body } = await scenario.request('POST', '/outcomes', { outcomes });
  if (body.stored !== outcomes.length) throw new Error(`all should be stored, got ${JSON.stringify(body)}`);
}

/** Lets time pass until the monitor has run for the next time, and what follows from it has begun. */
export async function untilMonitored({ runtime }: Scenario): Promise<void> {
  const midnight = Math.floor(runtime.now() / DAY) * DAY;
  const next = midnight + MONITORED + (runtime.now() < midnight + MONITORED ? 0 : DAY);
  await runtime.advance(next - runtime.now());
}

const DAY = 24 * 60 * MINUTE;
/** The monitor runs at a quarter past one; its metrics need some minutes to ring an alarm. */
const MONITORED = 85 * MINUTE;
