import { createRandom } from './random.mjs';

const FIRST = `
  Agus Andi Ayu Bambang Budi Citra Dewi Dian Eko Endang Fajar Fitri Galih Hadi Hesti Indah Joko
  Kartika Laras Lestari Made Maya Nurul Putri Rahmat Rina Rudi Sari Slamet Sri Suryo Tono Utami Wahyu
  Wulan Yanto Yuli
`
  .trim()
  .split(/\s+/);
const LAST = `
  Anggraini Firmansyah Gunawan Hartono Hidayat Kurniawan Kusuma Lesmana Maharani Nugroho Permata
  Prasetyo Pratama Rahayu Ramadhan Santoso Saputra Setiawan Siregar Suharto Susanti Wibowo Widodo
  Wijaya Yulianti
`
  .trim()
  .split(/\s+/);
const STREETS = ['Jl. Kenanga', 'Jl. Melati', 'Jl. Mawar', 'Jl. Flamboyan', 'Gg. Anggrek', 'Gg. Cempaka'];
const ROLES = ['kepala keluarga', 'istri', 'anak', 'anak', 'orang tua'];

/**
 * The invented households of RT 04. NIK numbers use district code 999999, which does not exist: no real person's.
 *
 * @param {number} count
 */
export function inventHouseholds(count) {
  const random = createRandom(4_004);
  return Array.from({ length: count }, (_, index) => {
    const family = random.pick(LAST);
    const members = 1 + random.below(5);
    return {
      number: `999999${String(index + 1).padStart(10, '0')}`,
      address: `${random.pick(STREETS)} No. ${index + 1}, RT 04/RW 07`,
      residents: Array.from({ length: members }, (_unused, place) => {
        const name = `${random.pick(FIRST)} ${family}`;
        return {
          nik: `999999${random.digits(6)}${String(index * 5 + place).padStart(4, '0')}`,
          name,
          phone: `08${random.digits(10)}`,
          email: `${name.toLowerCase().replace(' ', '.')}${index}${place}@contoh.invalid`,
          born: `${1945 + random.below(75)}-${pad(1 + random.below(12))}-${pad(1 + random.below(28))}`,
          role: ROLES[place] ?? 'lainnya',
        };
      }),
    };
  });
}

const pad = (value) => String(value).padStart(2, '0');
