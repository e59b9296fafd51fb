// virtio_disk.c - a disk behind virtio (Virtual I/O Device specification 1.2, "Virtio Over MMIO" and
// "Block Device"). The driver and the device share a queue in memory:
//
//   table       descriptors: pieces of memory, chained to a request
//                 [0] header: what to do, where -> [1] the data -> [2] the status, which the device writes
//   available   the driver: "the chain that begins with descriptor 0 is yours"
//   used        the device: "I am done with it"
//
// One request is under way at a time; who comes meanwhile waits. A process that waits for the disk is
// blocked, others run, and the device's interrupt wakes it. At boot nobody could run: there the kernel
// looks at the queue again and again.
#include "kernel.h"

#define SLOTS 8
#define SLOT(slot) (VIRTIO + 0x1000UL * (slot))
#define REGISTER(offset) (*(volatile uint32_t *)(SLOT(slot_of_disk) + (offset)))
#define MAGIC REGISTER(0x000)
#define VERSION REGISTER(0x004)
#define DEVICE_ID REGISTER(0x008)
#define DRIVER_FEATURES REGISTER(0x020)
#define DRIVER_FEATURES_SELECT REGISTER(0x024)
#define QUEUE_SELECT REGISTER(0x030)
#define QUEUE_SIZE REGISTER(0x038)
#define QUEUE_READY REGISTER(0x044)
#define QUEUE_NOTIFY REGISTER(0x050)
#define INTERRUPT_STATUS REGISTER(0x060)
#define INTERRUPT_ACKNOWLEDGE REGISTER(0x064)
#define STATUS REGISTER(0x070)
#define QUEUE_TABLE REGISTER(0x080)
#define QUEUE_AVAILABLE REGISTER(0x090)
#define QUEUE_USED REGISTER(0x0a0)
#define CAPACITY REGISTER(0x100) // in sectors

#define VIRTIO_MAGIC 0x74726976
#define BLOCK_DEVICE 2
#define STATUS_ACKNOWLEDGE 1
#define STATUS_DRIVER 2
#define STATUS_DRIVER_OK 4
#define STATUS_FEATURES_OK 8
#define FEATURE_FLUSH (1 << 9)    // of the lower word: it has a write cache, and can be told to empty it
#define FEATURE_VERSION_1 (1 << 0) // of the upper word

#define CHAINED 1
#define DEVICE_WRITES 2
#define NO_INTERRUPT 1

enum request_type { REQUEST_READ = 0, REQUEST_WRITE = 1, REQUEST_FLUSH = 4 };

#define QUEUE_ENTRIES 4 // a power of two; a request takes three
static struct {
  struct {
    uint64_t address;
    uint32_t length;
    uint16_t flags, next;
  } table[QUEUE_ENTRIES];
  struct {
    uint16_t flags, index, ring[QUEUE_ENTRIES], unused;
  } available;
  struct {
    uint16_t flags, index;
    struct {
      uint32_t id, length;
    } ring[QUEUE_ENTRIES];
  } used __attribute__((aligned(8)));
} queue __attribute__((aligned(16)));

static struct {
  uint32_t type, unused;
  uint64_t sector;
} header;
static volatile uint8_t status;

static int slot_of_disk = -1;
static struct sleep_lock lock = {.order = LOCK_DISK, .words = "the disk"}; // a request is under way
static uint16_t finished; // requests that were

uint64_t disk_sectors; // 0: there is no disk

// Looks for a disk in the slots, and agrees with it on how to talk: the steps of the specification,
// "Device Initialization".
void disk_initialize(void) {
  for (slot_of_disk = 0; slot_of_disk < SLOTS; slot_of_disk++)
    if (MAGIC == VIRTIO_MAGIC && VERSION == 2 && DEVICE_ID == BLOCK_DEVICE) break;
  if (slot_of_disk == SLOTS) return;

  STATUS = 0; // reset
  STATUS = STATUS_ACKNOWLEDGE | STATUS_DRIVER;
  DRIVER_FEATURES_SELECT = 0;
  DRIVER_FEATURES = FEATURE_FLUSH;
  DRIVER_FEATURES_SELECT = 1;
  DRIVER_FEATURES = FEATURE_VERSION_1;
  STATUS |= STATUS_FEATURES_OK;
  if (!(STATUS & STATUS_FEATURES_OK)) return;

  QUEUE_SELECT = 0;
  QUEUE_SIZE = QUEUE_ENTRIES;
  QUEUE_TABLE = (uint32_t)(uint64_t)queue.table; // all of RAM that the kernel's image lies in is below 4 GiB
  QUEUE_AVAILABLE = (uint32_t)(uint64_t)&queue.available;
  QUEUE_USED = (uint32_t)(uint64_t)&queue.used;
  QUEUE_READY = 1;
  STATUS |= STATUS_DRIVER_OK;
  plic_enable(PLIC_VIRTIO + slot_of_disk);
  disk_sectors = CAPACITY;
}

static bool is_finished(void) { return *(volatile uint16_t *)&queue.used.index != finished; }

// The device may see what it is told only after what that is about.
static void order(void) { asm volatile("fence rw, rw" ::: "memory"); }

// Nobody can be woken: at boot, and where no device interrupts.
static bool asks_again(void) { return current_process() == NULL || !machine.has_plic; }

static void chain(int index, void *address, uint32_t length, uint16_t flags) {
  queue.table[index].address = (uint64_t)address;
  queue.table[index].length = length;
  queue.table[index].flags = flags;
  queue.table[index].next = index + 1;
}

static void begin(enum request_type type, uint64_t sector, void *data, uint32_t length) {
  header.type = type;
  header.sector = sector;
  status = 0xff;
  chain(0, &header, sizeof header, CHAINED);
  chain(1, data, length, CHAINED | (type == REQUEST_READ ? DEVICE_WRITES : 0));
  if (length == 0) queue.table[0].next = 2; // nothing to transfer
  chain(2, (void *)&status, 1, DEVICE_WRITES);
  queue.available.flags = asks_again() ? NO_INTERRUPT : 0;
  queue.available.ring[queue.available.index % QUEUE_ENTRIES] = 0;
  order();
  queue.available.index++;
  order();
  QUEUE_NOTIFY = 0;
}

// Does one request, and comes back when it is done: 0 or -EIO.
static int request(enum request_type type, uint64_t sector, void *data, uint32_t length) {
  sleep_lock_acquire(&lock);
  begin(type, sector, data, length);
  while (!is_finished())
    if (!asks_again()) wait_for(&queue, "the disk");
  finished++;
  order();
  int result = status == 0 ? 0 : -EIO;
  sleep_lock_release(&lock);
  return result;
}

int disk_read(uint64_t sector, void *to, uint32_t length) { return request(REQUEST_READ, sector, to, length); }

// Into the disk's cache: what is there may reach the disk in any order, or not at all, until a flush is done.
int disk_write(uint64_t sector, const void *from, uint32_t length) {
  return request(REQUEST_WRITE, sector, (void *)from, length);
}

// Comes back when all that was written is on the disk.
int disk_flush(void) { return request(REQUEST_FLUSH, 0, NULL, 0); }

bool disk_is_busy(void) { return lock.taken; }

// Called for the interrupt of a source: whether it is the disk's. It wakes who waits for it.
bool disk_interrupt(uint32_t source) {
  if (disk_sectors == 0 || source != (uint32_t)(PLIC_VIRTIO + slot_of_disk)) return false;
  INTERRUPT_ACKNOWLEDGE = INTERRUPT_STATUS;
  wakeup(&queue);
  return true;
}
