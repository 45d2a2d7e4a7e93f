import type { OutputOf } from '../../src/shared/contract.ts';

/** What lies in the sample services' volumes beside the databases of the manual. */
export const discovered: OutputOf<'backup.discover'> = {
  databases: [
    {
      serviceId: 'surat-service',
      volume: 'prisma_surat-data',
      path: '/app/data/arsip.db',
      bytes: 4_730_880,
      content: 'sqlite',
      named: null,
      suggestedId: 'arsip',
    },
    {
      serviceId: 'surat-service',
      volume: 'prisma_surat-data',
      path: '/app/data/salinan lama.db',
      bytes: 18_204,
      content: 'other',
      named: null,
      suggestedId: 'salinan-lama',
    },
    {
      serviceId: 'warga-service',
      volume: 'prisma_warga-data',
      path: '/app/data/warga.db',
      bytes: 12_582_912,
      content: 'sqlite',
      named: { serviceId: 'warga-service', databaseId: 'warga' },
      suggestedId: null,
    },
  ],
  unread: [],
  added: [
    {
      serviceId: 'surat-service',
      database: { id: 'kas', engine: 'sqlite', path: '/app/data/kas.db', volume: 'prisma_surat-data' },
    },
  ],
  isWhole: true,
  sharedWith: [],
};
