import { startService } from './lib/http-service.mjs';
import { openJsonStore } from './lib/json-store.mjs';
import { createRandom } from './lib/random.mjs';

const MONTHS = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'];

const store = openJsonStore(process.env.DATA_DIR ?? '/app/data', {
  'iuran.json': inventDues(),
  'kas.json': { balance: 12_750_000, currency: 'IDR', updated: '2026-11-01' },
});

startService({
  name: 'keuangan-service',
  port: 4002,
  health: () => ({
    data: { months: store.read('iuran.json').length, balance: store.read('kas.json').balance },
  }),
  routes: {
    'GET /keuangan/kas': () => ({ body: store.read('kas.json') }),
    'GET /keuangan/iuran': () => ({ body: store.read('iuran.json') }),
  },
});

/** Which of the 150 households paid their dues, month by month. */
function inventDues() {
  const random = createRandom(42);
  return MONTHS.map((month) => ({
    month,
    amount: 50_000,
    paid: Array.from({ length: 150 }, (_, index) => index + 1).filter(() => random.below(10) > 0),
  }));
}
