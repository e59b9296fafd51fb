// disk_files.c - the file system of the disk: paths, and what can be done with what they lead to.
//
// Every change is made in one transaction (journal.c), which is on the disk before the call returns if
// it changes a directory; what is written to a file is on the disk when the file is closed, or at fsync.
#include "kernel.h"

struct superblock disk_superblock;

// Blocks that one step changes at most: data, its bitmap, an indirect block, its bitmap, the inode; for
// a name also the directory's.
#define STEP 8

static bool directory_is(uint32_t number) {
  struct buffer *buffer;
  struct inode *inode = inode_at(number, &buffer);
  return inode != NULL && inode->kind == INODE_DIRECTORY;
}

// Follows a path, but for its last part, which is copied to `name` ("" for the root itself). The number of
// the directory that it is in, -ENOENT, -ENOTDIR or -ENAMETOOLONG.
static long walk(const char *path, char *name) {
  uint32_t directory = ROOT_INODE;
  for (;;) {
    size_t length = 0;
    while (path[length] != '\0' && path[length] != '/') length++;
    if (length >= NAME_SIZE) return -ENAMETOOLONG;
    string_copy(name, path, length + 1);
    if (!directory_is(directory)) return -ENOTDIR;
    if (path[length] == '\0') return directory;
    uint64_t place;
    long next = directory_find(directory, name, &place);
    if (next < 0) return next;
    directory = (uint32_t)next;
    path += length + 1;
  }
}

// The inode at a path, or an error; *directory and *place say where its name is. With -ENOENT, *directory
// is where the name could be, or 0 if there is no such directory.
static long find(const char *path, uint32_t *directory, uint64_t *place, char *name) {
  long parent = walk(path, name);
  *directory = 0;
  if (parent < 0) return parent;
  *directory = (uint32_t)parent;
  return *name == '\0' ? ROOT_INODE : directory_find(*directory, name, place);
}

// The transaction is committed if nothing went wrong, and forgotten if it did.
static int end(int error) {
  if (error == 0) error = journal_commit();
  else buffers_settle(true);
  if (error != 0) blocks_forget_hint();
  return error;
}

// So that a transaction that may be forgotten has nothing of anybody else's in it.
static int begin_alone(void) {
  int error = journal_commit();
  return error != 0 ? error : journal_begin(STEP);
}

static int add_link(uint32_t number, int by) {
  struct buffer *buffer;
  struct inode *inode = inode_at(number, &buffer);
  if (inode == NULL) return -EIO;
  inode->links += by;
  buffer_change(buffer);
  return 0;
}

// A new file or directory with this name. Its number, or an error.
static long make(uint32_t directory, const char *name, enum inode_kind kind) {
  int error = begin_alone();
  if (error != 0) return error;
  long number = inode_make(kind);
  if (number < 0) return end((int)number);
  error = directory_add(directory, name, (uint32_t)number);
  if (error == 0) error = add_link((uint32_t)number, 1);
  error = end(error);
  return error != 0 ? error : number;
}

static int open(const char *path, uint64_t flags, struct node *node) {
  char name[NAME_SIZE];
  uint32_t directory;
  uint64_t place;
  long number = find(path, &directory, &place, name);
  if (number == -ENOENT && (flags & O_CREATE) && directory != 0) number = make(directory, name, INODE_FILE);
  else if (number >= 0 && (flags & O_CREATE) && (flags & O_EXCLUSIVE)) return -EEXIST;
  if (number < 0) return (int)number;
  node->number = (uint32_t)number;
  if (directory_is(node->number)) return (flags & (O_ACCESS | O_TRUNCATE)) ? -EISDIR : 0;
  if (!(flags & O_TRUNCATE)) return 0;
  int error = begin_alone();
  return error != 0 ? error : end(inode_empty(node->number));
}

static int status(const struct node *node, struct status *status) {
  struct buffer *buffer;
  struct inode *inode = inode_at(node->number, &buffer);
  if (inode == NULL) return -EIO;
  *status = (struct status){
      .kind = inode->kind == INODE_DIRECTORY ? KIND_DIRECTORY : KIND_FILE,
      .links = inode->links,
      .number = node->number,
      .size = inode->size,
  };
  return 0;
}

static long read_at(const struct node *node, uint64_t offset, void *to, size_t length) {
  size_t done = 0;
  while (done < length) {
    long count = inode_read(node->number, offset + done, (uint8_t *)to + done, length - done);
    if (count < 0) return count;
    if (count == 0) break;
    done += count;
  }
  return (long)done;
}

static long write_at(const struct node *node, uint64_t offset, const void *from, size_t length) {
  size_t done = 0;
  while (done < length) {
    int error = journal_begin(STEP);
    if (error != 0) return error;
    long count = inode_write(node->number, offset + done, (const uint8_t *)from + done, length - done);
    if (count < 0) return done > 0 ? (long)done : count;
    done += count;
  }
  return (long)done;
}

static int list(const struct node *node, uint64_t *offset, struct entry *entry) {
  struct directory_entry found;
  long more = directory_next(node->number, offset, &found);
  if (more <= 0) return (int)more;
  entry->kind = directory_is(found.inode) ? KIND_DIRECTORY : KIND_FILE;
  memcpy(entry->name, found.name, NAME_SIZE);
  return 1;
}

static int make_directory(const char *path) {
  char name[NAME_SIZE];
  uint32_t directory;
  uint64_t place;
  long number = find(path, &directory, &place, name);
  if (number >= 0) return -EEXIST;
  if (number != -ENOENT || directory == 0) return (int)number;
  number = make(directory, name, INODE_DIRECTORY);
  return number < 0 ? (int)number : 0;
}

static int link(const char *old, const char *new) {
  char name[NAME_SIZE];
  uint32_t directory;
  uint64_t place;
  long number = find(old, &directory, &place, name);
  if (number < 0) return (int)number;
  if (directory_is((uint32_t)number)) return -EPERM; // the tree would be none any more
  long other = find(new, &directory, &place, name);
  if (other >= 0) return -EEXIST;
  if (other != -ENOENT || directory == 0) return (int)other;
  struct buffer *buffer;
  struct inode *inode = inode_at((uint32_t)number, &buffer);
  if (inode == NULL) return -EIO;
  if (inode->links == UINT16_MAX) return -EMLINK;
  int error = begin_alone();
  if (error != 0) return error;
  error = directory_add(directory, name, (uint32_t)number);
  if (error == 0) error = add_link((uint32_t)number, 1);
  return end(error);
}

// Removes a name. The file goes with the last of them, or later, when nobody has it open any more.
static int unlink(const char *path) {
  char name[NAME_SIZE];
  uint32_t directory;
  uint64_t place;
  long number = find(path, &directory, &place, name);
  if (number < 0) return (int)number;
  if (number == ROOT_INODE) return -EBUSY;
  if (directory_is((uint32_t)number)) {
    struct directory_entry entry;
    uint64_t start = 0;
    long more = directory_next((uint32_t)number, &start, &entry);
    if (more != 0) return more < 0 ? (int)more : -ENOTEMPTY;
  }
  int error = begin_alone();
  if (error != 0) return error;
  error = directory_remove(directory, place);
  if (error == 0) error = add_link((uint32_t)number, -1);
  struct buffer *buffer;
  struct inode *inode = inode_at((uint32_t)number, &buffer);
  struct node node = {&disk_files, (uint32_t)number};
  if (error == 0 && inode == NULL) error = -EIO;
  if (error == 0 && inode->links == 0 && !file_uses(&node)) error = inode_free(node.number);
  return end(error);
}

static int flush(void) {
  int error = journal_commit();
  if (error != 0) blocks_forget_hint();
  return error;
}

// An open file is closed: what was written is kept. The last one takes a file with it that has no name.
static int close(const struct node *node) {
  struct buffer *buffer;
  struct inode *inode = inode_at(node->number, &buffer);
  if (inode == NULL) return -EIO;
  if (inode->links > 0 || file_uses(node)) return flush();
  int error = begin_alone();
  return error != 0 ? error : end(inode_free(node->number));
}

const struct file_system disk_files = {open, status, read_at, write_at, list, make_directory, link, unlink, flush, close};

static bool superblock_ok(const struct superblock *super) {
  uint64_t bitmap = (super->blocks + 8UL * BLOCK_SIZE - 1) / (8 * BLOCK_SIZE);
  return super->version == DISK_VERSION && super->log_blocks == LOG_MOST && super->log > 0 &&
         super->log + super->log_blocks < super->inode_start &&
         super->inode_start + super->inodes / INODES_IN_BLOCK <= super->bitmap_start &&
         super->bitmap_start + bitmap <= super->data_start && super->data_start < super->blocks &&
         super->inodes > ROOT_INODE && super->blocks <= disk_sectors / SECTORS_IN_BLOCK;
}

static bool inode_ok(const struct inode *inode) {
  if (inode->kind > INODE_DIRECTORY || inode->size > MOST_SIZE) return false;
  for (int i = 0; i < INODE_DIRECT + INODE_INDIRECT; i++) {
    uint32_t block = i < INODE_DIRECT ? inode->direct[i] : inode->indirect[i - INODE_DIRECT];
    if (block != 0 && (block < disk_superblock.data_start || block >= disk_superblock.blocks)) return false;
  }
  return true;
}

// Looks at all inodes: one that makes no sense must not be worked with. Files without a name were removed
// while somebody had them open, when the power went: nobody has them now.
static int check_inodes(void) {
  for (uint32_t first = 0; first < disk_superblock.inodes; first += INODES_IN_BLOCK) {
    struct buffer *buffer;
    struct inode *inodes = inode_at(first, &buffer);
    if (inodes == NULL) return -EIO;
    for (uint32_t i = 0; i < INODES_IN_BLOCK; i++) {
      if (inodes[i].kind == INODE_FREE) continue;
      if (!inode_ok(&inodes[i])) return -EINVAL;
      if (inodes[i].links > 0) continue;
      int error = begin_alone();
      if (error == 0) error = end(inode_free(first + i));
      if (error != 0) return error;
    }
  }
  return directory_is(ROOT_INODE) ? 0 : -EINVAL;
}

// Makes the files of the disk known, if there is a disk with files of this kind. 0, or why they are not.
int disk_files_mount(void) {
  if (disk_sectors < SECTORS_IN_BLOCK) return -ENODEV;
  if (!buffers_initialize()) return -ENOMEM;
  struct buffer *buffer = buffer_read(0);
  if (buffer == NULL) return -EIO;
  memcpy(&disk_superblock, buffer->data, sizeof disk_superblock);
  if (disk_superblock.magic != DISK_MAGIC) return -ENODEV;
  if (!superblock_ok(&disk_superblock)) return -EINVAL;
  int error = journal_recover(disk_superblock.log);
  if (error != 0) return error;
  blocks_forget_hint();
  return check_inodes();
}
