/* The normal matrix  does diag(theta) feels' + diag(diagonal): its pattern once, then its factors and solves.

   Columns of the factor are gathered into panels with common rows, so that almost all work is small dense products.
   Rows are counted in the order of elimination throughout. Where does and feels agree, the factor is Cholesky's; where
   not, L and U' are stored alike, with both diagonals the root of the pivot, and the same code serves both. */

#ifndef COMITY_FACTOR_H
#define COMITY_FACTOR_H

#include <math.h>

#include "_kernel_order.h"

/* Wider instructions where the machine that runs this has them: several versions, chosen when the module is loaded. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#define WIDE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

/* Part of a function, so that it uses the same instructions, and its constant arguments are known. */
#define INLINE static inline __attribute__((always_inline))

/* The larger of each; b where a is not a number. */
#define LARGER(a, b) ((Lane)(((Bits)((a) > (b)) & (Bits)(a)) | (~(Bits)((a) > (b)) & (Bits)(b))))

#define AT(array, j) (*(Lane *)((array) + (j)))
#define LOOSE(array, j) (*(Loose *)((array) + (j)))

/* The arrays of a loop do not overlap. */
#define APART _Pragma("GCC ivdep")

/* Columns of a panel; rows and columns of a tile; numbers in a lane, and lanes in the rows of a tile; bytes. Lanes are
   of four, since compilers keep wider ones in memory where registers are not wide enough: that is three times slower. */
enum { WIDEST = 32, TALL = 8, BROAD = 4, LANE = 4, LANES = TALL / LANE, CACHE_LINE = 64 };

#if defined(__GNUC__)
typedef double Lane __attribute__((vector_size(LANE * sizeof(double)), may_alias));
typedef long long Bits __attribute__((vector_size(LANE * sizeof(double))));
typedef double Loose __attribute__((vector_size(LANE * sizeof(double)), aligned(sizeof(double)), may_alias));
#else
#error "this kernel needs GCC or Clang; Comity does without it"
#endif

enum { KINDS = 3 }; /* columns with one entry, with two, with others */

typedef struct {
    int from, to, each; /* columns with `each` entries; 0 for others than 1 or 2 */
} Stretch;

/* Where the entries of a program's columns are. Columns with as many entries stand together, so that loops over their
   entries are straight. */
typedef struct {
    int *begin, *row;
    Stretch stretch[2 * KINDS];
} Entries;

/* out (n,) = value' x, where value are the entries' */
WIDE static void gather(const Entries *entries, const double *value, const double *x, double *out) {
    for (int t = 0; t < 2 * KINDS; t++) {
        Stretch s = entries->stretch[t];
        const double *v = value + entries->begin[s.from];
        const int *row = entries->row + entries->begin[s.from];
        if (s.each == 1)
            for (int j = s.from; j < s.to; j++) out[j] = *v++ * x[*row++];
        else if (s.each == 2)
            for (int j = s.from; j < s.to; j++, v += 2, row += 2) out[j] = v[0] * x[row[0]] + v[1] * x[row[1]];
        else
            for (int j = s.from; j < s.to; j++) {
                double sum = 0.0;
                for (int e = entries->begin[j]; e < entries->begin[j + 1]; e++) sum += *v++ * x[*row++];
                out[j] = sum;
            }
    }
}

/* out (m,) += value amount */
static void scatter(const Entries *entries, const double *value, const double *amount, double *out) {
    for (int t = 0; t < 2 * KINDS; t++) {
        Stretch s = entries->stretch[t];
        const double *v = value + entries->begin[s.from];
        const int *row = entries->row + entries->begin[s.from];
        if (s.each == 1)
            for (int j = s.from; j < s.to; j++) out[*row++] += *v++ * amount[j];
        else if (s.each == 2)
            for (int j = s.from; j < s.to; j++, v += 2, row += 2)
                out[row[0]] += v[0] * amount[j], out[row[1]] += v[1] * amount[j];
        else
            for (int j = s.from; j < s.to; j++)
                for (int e = entries->begin[j]; e < entries->begin[j + 1]; e++) out[*row++] += *v++ * amount[j];
    }
}

typedef struct {
    int target, from, to, place; /* rows from..to of a panel are columns of `target`; places of rows from.. in it */
} Update;

typedef struct {
    int m, panels, updates, symmetric;
    int *perm, *inverse;       /* row at each position, position of each row */
    int *first, *panel_of;     /* first column of each panel; panel of each column */
    int *head, *rows;          /* rows of panel p: rows[head[p]..head[p + 1]), ascending, its own columns first */
    size_t *store, size, taken; /* where its values begin, column by column */
    int *born_head, *born;      /* first column of a panel that is not zero in each tile of its rows */
    int *update_head, *place;
    Update *update;
    const Entries *entries;
    double *square, *own; /* (nnz,) products of an entry with itself; (m,) their sums */
    size_t pairs;      /* products of two entries of a column of the program, in the order of where they are added: */
    unsigned *address; /* where, */
    int *column;       /* times whose theta, */
    double *product, *mirror; /* and by how much in lower and in upper */
    double *lower, *upper, *spare;
} Factor;

static size_t padded(size_t rows) { return (rows + TALL - 1) / TALL * TALL; }

static void factor_free(Factor *f) {
    if (f->upper != f->lower) free(f->upper);
    free(f->perm), free(f->inverse), free(f->first), free(f->panel_of), free(f->head), free(f->rows), free(f->store);
    free(f->born_head), free(f->born), free(f->update_head), free(f->place), free(f->update);
    free(f->address), free(f->column), free(f->product), free(f->mirror);
    free(f->lower), free(f->spare), free(f->square), free(f->own);
}

static int ascending(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* Neighbours of each row (start (m + 1,), adjacent) from the entries of the program's columns, each once. */
static int *neighbours(int m, int n, const int *begin, const int *row, int *start) {
    int nnz = begin[n], *columns = malloc(((size_t)nnz + 1) * sizeof(int)), *head = calloc((size_t)m + 2, sizeof(int));
    int *mark = malloc(((size_t)m + 1) * sizeof(int)), *adjacent = NULL;
    size_t room = 0, count = 0;
    if (!columns || !head || !mark) goto end;
    for (int k = 0; k < nnz; k++) head[row[k] + 2]++;
    for (int i = 0; i < m; i++) head[i + 2] += head[i + 1], mark[i] = -1;
    for (int j = 0; j < n; j++)
        for (int k = begin[j]; k < begin[j + 1]; k++) columns[head[row[k] + 1]++] = j;
    for (int i = 0; i < m; i++) {
        start[i] = (int)count, mark[i] = i;
        for (int c = head[i]; c < head[i + 1]; c++)
            for (int k = begin[columns[c]]; k < begin[columns[c] + 1]; k++) {
                if (mark[row[k]] == i) continue;
                mark[row[k]] = i;
                if (count == room) {
                    int *more = realloc(adjacent, (room = 2 * room + 1024) * sizeof(int));
                    if (!more || room > 1u << 30) {
                        free(more ? more : adjacent);
                        adjacent = NULL;
                        goto end;
                    }
                    adjacent = more;
                }
                adjacent[count++] = row[k];
            }
    }
    start[m] = (int)count;
    if (!adjacent) adjacent = malloc(sizeof(int));
end:
    free(columns), free(head), free(mark);
    return adjacent;
}

/* The parent of each position in the elimination tree of an order (J. W. H. Liu, SIAM J. Matrix Anal. 11, 1990). */
static void elimination_tree(int m, const int *start, const int *adjacent, const int *perm, const int *inverse,
                             int *parent, int *ancestor) {
    for (int i = 0; i < m; i++) {
        parent[i] = ancestor[i] = -1;
        for (int k = start[perm[i]]; k < start[perm[i] + 1]; k++)
            for (int j = inverse[adjacent[k]], next; j < i && j >= 0; j = next) {
                next = ancestor[j];
                if (next == i) break;
                ancestor[j] = i;
                if (next < 0) parent[j] = i;
            }
    }
}

/* Put children right before their parents, the last of them last, so that chains become panels. */
static void postorder(int m, int *perm, const int *parent, int *work) {
    int *child = work, *sibling = work + m, *stack = work + 2 * m, *old = work + 3 * m, top = 0, k = 0;
    for (int i = 0; i < m; i++) child[i] = -1, old[i] = perm[i];
    for (int i = 0; i < m; i++) /* so that the greatest child stands first, and its turn comes last below */
        if (parent[i] >= 0) sibling[i] = child[parent[i]], child[parent[i]] = i;
    k = m;
    for (int i = m; i-- > 0;) {
        if (parent[i] >= 0) continue;
        stack[top++] = i;
        while (top) { /* written from the back: a parent, then its greatest child's tree, and so on */
            int v = stack[--top], begin = top;
            perm[--k] = old[v];
            for (int c = child[v]; c >= 0; c = sibling[c]) stack[top++] = c;
            for (int a = begin, b = top - 1; a < b; a++, b--) {
                int swap = stack[a];
                stack[a] = stack[b], stack[b] = swap;
            }
        }
    }
}

/* Panels from the rows of each column below its diagonal, as lists; merging may add a few zeros. */
static int panels(Factor *f, const int *start, const int *adjacent, const int *parent) {
    int m = f->m, ok = 0, *mark = malloc(((size_t)m + 1) * sizeof(int)), *child = malloc(((size_t)m + 1) * sizeof(int));
    int *sibling = malloc(((size_t)m + 1) * sizeof(int)), *last = malloc(((size_t)m + 1) * sizeof(int));
    Set *below = calloc((size_t)m + 1, sizeof(Set)), all = {NULL, 0, 0}, born = {NULL, 0, 0};
    if (!mark || !child || !sibling || !last || !below) goto end;
    for (int i = 0; i < m; i++) mark[i] = child[i] = -1;
    for (int i = 0; i < m; i++) {
        mark[i] = i;
        for (int k = start[f->perm[i]]; k < start[f->perm[i] + 1]; k++) {
            int r = f->inverse[adjacent[k]];
            if (r > i && mark[r] != i) {
                mark[r] = i;
                if (!set_add(&below[i], r)) goto end;
            }
        }
        for (int c = child[i]; c >= 0; c = sibling[c]) {
            for (int k = 0; k < below[c].count; k++) {
                int r = below[c].list[k];
                if (r > i && mark[r] != i) {
                    mark[r] = i;
                    if (!set_add(&below[i], r)) goto end;
                }
            }
        }
        if (parent[i] >= 0) sibling[i] = child[parent[i]], child[parent[i]] = i;
    }
    f->panels = 0, f->head[0] = 0, f->size = 0;
    for (int i = 0; i < m;) {
        int end = i + 1;
        size_t real = (size_t)below[i].count + 1;
        while (end < m && end - i < WIDEST && parent[end - 1] == end) {
            size_t height = (size_t)below[end].count + 1, wide = (size_t)(end + 1 - i);
            size_t full = wide * (height + wide - 1) - wide * (wide - 1) / 2;
            if (full > (real + height) * 5 / 4 + 16) break;
            real += height, end++;
        }
        int p = f->panels++;
        if (below[end - 1].count) qsort(below[end - 1].list, (size_t)below[end - 1].count, sizeof(int), ascending);
        f->first[p] = i;
        for (int k = i; k < end; k++) {
            f->panel_of[k] = p;
            if (!set_add(&all, k)) goto end;
        }
        for (int k = 0; k < below[end - 1].count; k++)
            if (!set_add(&all, below[end - 1].list[k])) goto end;
        f->head[p + 1] = all.count;
        f->born_head[p] = born.count;
        for (int k = end; k-- > i;) { /* the last to write is the first column */
            mark[k] = k - i;
            for (int r = 0; r < below[k].count; r++) mark[below[k].list[r]] = k - i;
        }
        for (int r = f->head[p]; r < all.count; r += TALL) {
            int first = end - i;
            for (int t = r; t < r + TALL && t < all.count; t++) first = mark[all.list[t]] < first ? mark[all.list[t]] : first;
            if (!set_add(&born, first)) goto end;
        }
        f->store[p] = f->size;
        f->size += padded((size_t)(f->head[p + 1] - f->head[p])) * (size_t)(end - i);
        i = end;
    }
    f->first[f->panels] = m, f->rows = all.list, f->born = born.list, ok = 1;
end:
    if (!ok) free(all.list), free(born.list);
    if (below)
        for (int i = 0; i < m; i++) free(below[i].list);
    free(below), free(mark), free(child), free(sibling), free(last);
    return ok;
}

/* Which panels each panel changes, and where its rows stand in them. */
static int updates(Factor *f) {
    int count = 0, places = 0, tallest = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass) {
            f->update = malloc(((size_t)count + 1) * sizeof(Update));
            f->place = malloc(((size_t)places + 1) * sizeof(int));
            if (!f->update || !f->place) return 0;
            count = places = 0;
        }
        for (int p = 0; p < f->panels; p++) {
            const int *rows = f->rows + f->head[p];
            int height = f->head[p + 1] - f->head[p];
            tallest = height > tallest ? height : tallest;
            f->update_head[p] = count;
            for (int from = f->first[p + 1] - f->first[p], to; from < height; from = to) {
                int target = f->panel_of[rows[from]];
                for (to = from + 1; to < height && f->panel_of[rows[to]] == target; to++) {}
                if (pass) {
                    f->update[count] = (Update){target, from, to, places};
                    for (int i = from, k = f->head[target]; i < height; i++) {
                        while (f->rows[k] != rows[i]) k++;
                        f->place[places + i - from] = k - f->head[target];
                    }
                }
                count++, places += height - from;
                if (places > 1 << 29) return 0;
            }
        }
    }
    f->update_head[f->panels] = count;
    f->spare = aligned_alloc(CACHE_LINE, padded((size_t)tallest + 1) * sizeof(double));
    return f->spare != NULL;
}

/* Products of two entries of a column, whose rows are positions in descending order, sorted by the later row's place. */
static int products(Factor *f, int n, const int *begin, const int *row, const double *does, const double *feels,
                    size_t *next) {
    for (int i = 0; i <= f->m; i++) next[i] = 0;
    for (int j = 0; j < n; j++)
        for (int b = begin[j]; b < begin[j + 1]; b++) next[row[b] + 1] += (size_t)(b - begin[j]);
    for (int i = 0; i < f->m; i++) next[i + 1] += next[i];
    f->pairs = next[f->m];
    f->address = malloc((f->pairs + 1) * sizeof(unsigned)), f->column = malloc((f->pairs + 1) * sizeof(int));
    f->product = malloc((f->pairs + 1) * sizeof(double)), f->mirror = malloc((f->pairs + 1) * sizeof(double));
    if (!f->address || !f->column || !f->product || !f->mirror || f->size > 1u << 31) return 0;
    for (int j = 0; j < n; j++)
        for (int b = begin[j]; b < begin[j + 1]; b++) {
            int p = f->panel_of[row[b]], height = f->head[p + 1] - f->head[p], own = row[b] - f->first[p];
            const int *rows = f->rows + f->head[p];
            for (int a = begin[j]; a < b; a++) {
                int low = 0, high = height;
                while (high - low > 1) {
                    int middle = (low + high) / 2;
                    if (rows[middle] <= row[a]) low = middle;
                    else high = middle;
                }
                size_t at = next[row[b]]++;
                f->address[at] = (unsigned)(f->store[p] + (size_t)own * padded((size_t)height) + (size_t)low);
                f->column[at] = j, f->product[at] = does[a] * feels[b], f->mirror[at] = feels[a] * does[b];
            }
        }
    return 1;
}

/* Everything that depends on the pattern alone. On return the entries' rows are positions, descending within each column, and
   does and feels are in the same order. 0 where memory runs out; the factor must be freed either way. */
static int factor_pattern(Factor *f, int m, int n, const Entries *entries, double *does, double *feels, int symmetric) {
    const int *begin = entries->begin;
    size_t size = (size_t)m + 2;
    int ok = 0, *start = malloc(size * sizeof(int)), *work = malloc(6 * size * sizeof(int)), *adjacent = NULL, *row = entries->row;
    *f = (Factor){.m = m, .symmetric = symmetric, .entries = entries};
    f->perm = malloc(size * sizeof(int)), f->inverse = malloc(size * sizeof(int));
    f->first = malloc(size * sizeof(int)), f->panel_of = malloc(size * sizeof(int));
    f->head = malloc(size * sizeof(int)), f->store = malloc(2 * size * sizeof(size_t));
    f->update_head = malloc(size * sizeof(int)), f->born_head = malloc(size * sizeof(int));
    if (!start || !work || !f->perm || !f->inverse || !f->first || !f->panel_of || !f->head || !f->store) goto end;
    if (!f->update_head || !f->born_head || !(adjacent = neighbours(m, n, begin, row, start))) goto end;
    if (!order_rows(m, start, adjacent, f->perm)) goto end;
    for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < m; i++) f->inverse[f->perm[i]] = i;
        elimination_tree(m, start, adjacent, f->perm, f->inverse, work, work + m);
        if (turn == 0) postorder(m, f->perm, work, work + 2 * m);
    }
    if (!panels(f, start, adjacent, work)) goto end;
    for (int j = 0; j < n; j++)
        for (int k = begin[j]; k < begin[j + 1]; k++) {
            int r = f->inverse[row[k]], i = k;
            double d = does[k], e = feels[k];
            for (; i > begin[j] && row[i - 1] < r; i--) row[i] = row[i - 1], does[i] = does[i - 1], feels[i] = feels[i - 1];
            row[i] = r, does[i] = d, feels[i] = e;
        }
    f->square = malloc(((size_t)begin[n] + 1) * sizeof(double)), f->own = malloc(size * sizeof(double));
    if (!f->square || !f->own) goto end;
    for (int e = 0; e < begin[n]; e++) f->square[e] = does[e] * feels[e];
    f->lower = aligned_alloc(CACHE_LINE, (f->size + TALL) * sizeof(double));
    f->upper = symmetric ? f->lower : aligned_alloc(CACHE_LINE, (f->size + TALL) * sizeof(double));
    for (size_t i = f->size; i < f->size + TALL && f->lower && f->upper; i++) f->lower[i] = f->upper[i] = 0.0;
    ok = f->lower && f->upper && updates(f) && products(f, n, begin, row, does, feels, f->store + size);
end:
    free(start), free(work), free(adjacent);
    return ok;
}

/* What subtract_product does where depth < BROAD: not worth tiles. */
static void subtract_thin(double *to, size_t to_tall, const int *place, const double *a, const double *b, size_t tall,
                          int height, int from, int end, int depth) {
    const double *a1 = a + (depth > 1 ? tall : 0), *a2 = a + (depth > 2 ? 2 * tall : 0);
    for (int j = from; j < end; j++) {
        double *column = to + (size_t)place[j - from] * to_tall;
        double by = b[j], by1 = depth > 1 ? b[tall + (size_t)j] : 0.0, by2 = depth > 2 ? b[2 * tall + (size_t)j] : 0.0;
        for (int i = j; i < height; i++) column[place[i - from]] -= a[i] * by + a1[i] * by1 + a2[i] * by2;
    }
}

/* to -= a b' for the rows from..height and columns from..end of a panel, by its first `depth` columns, in tiles. Row i
   stands at place[i - from] in `to` a tile of rows is zero before its column `born`.
   Only the lower triangle counts: tiles may spoil what stands above it. All panels are padded to whole tiles, so tiles
   may read past the last row. */
WIDE static void subtract_product(double *to, size_t to_tall, const int *place, const double *a, const double *b,
                                  size_t tall, int height, int from, int end, int depth, const int *born) {
    for (int j = from; j < end; j += BROAD)
        for (int i = j - j % TALL; i < height; i += TALL) {
            Lane sum[BROAD][LANES] = {{{0.0}}};
            int k = born[i / TALL], other = born[j / TALL], next = born[(j + BROAD <= height ? j + BROAD - 1 : j) / TALL];
            other = next < other ? next : other;
            k = k > other ? k : other;
            const double *left = a + (size_t)k * tall + i, *right = b + (size_t)k * tall + j;
            for (const double *last = a + (size_t)depth * tall + i; left < last; left += tall, right += tall)
                for (int u = 0; u < BROAD; u++)
                    for (int t = 0; t < LANES; t++) sum[u][t] += AT(left, t * LANE) * right[u];
            const int *at = place + (i - from);
            int whole = i >= from && i + TALL <= height, run = whole && at[TALL - 1] - at[0] == TALL - 1;
            for (int u = 0; u < BROAD && j + u < end; u++) {
                double *column = to + (size_t)place[j + u - from] * to_tall;
                if (run)
                    for (int t = 0; t < LANES; t++) LOOSE(column + at[0], t * LANE) -= sum[u][t];
                else if (whole)
                    for (int t = 0; t < TALL; t++) column[at[t]] -= sum[u][t / LANE][t % LANE];
                else
                    for (int t = i < from ? from - i : 0; t < TALL && i + t < height; t++)
                        column[at[t]] -= sum[u][t / LANE][t % LANE];
            }
        }
}

/* One tile of rows from i on, in `count` columns of a panel from `block` on: less the products with the columns before,
   of which the first `born` are zero there, then solved with the block's own triangle, if it is not in these rows. */
INLINE void finish_tile(double *to, const double *other, size_t tall, int i, int block, int count, int born,
                        const double *inverse) {
    Lane value[BROAD][LANES];
    to += (size_t)block * tall + i, other += block;
    const double *left = to - (size_t)(block - born) * tall, *right = other + (size_t)born * tall;
    for (int u = 0; u < count; u++)
        for (int t = 0; t < LANES; t++) value[u][t] = AT(to + (size_t)u * tall, t * LANE);
    for (; left < to; left += tall, right += tall)
        for (int u = 0; u < count; u++)
            for (int t = 0; t < LANES; t++) value[u][t] -= AT(left, t * LANE) * right[u];
    if (inverse)
        for (int u = 0; u < count; u++, right += tall)
            for (int t = 0; t < LANES; t++) {
                value[u][t] *= inverse[u];
                for (int v = u + 1; v < count; v++) value[v][t] -= value[u][t] * right[v];
            }
    for (int u = 0; u < count; u++)
        for (int t = 0; t < LANES; t++) AT(to + (size_t)u * tall, t * LANE) = value[u][t];
}

/* The same, where `count` is not known beforehand. */
INLINE void finish_any(double *to, const double *other, size_t tall, int i, int block, int count, int born,
                       const double *inverse) {
    switch (count) {
        case 1: finish_tile(to, other, tall, i, block, 1, born, inverse); break;
        case 2: finish_tile(to, other, tall, i, block, 2, born, inverse); break;
        case 3: finish_tile(to, other, tall, i, block, 3, born, inverse); break;
        default: finish_tile(to, other, tall, i, block, BROAD, born, inverse);
    }
}

/* The rows of the tile in which a block's triangle stands, one column after the other; 0 where a pivot is not positive
   (or is zero, where not symmetric). */
INLINE int finish_block(double *lower, double *upper, size_t tall, int block, int end, int last, int symmetric,
                        double *inverse, double *other_inverse) {
    for (int k = block; k < end; k++) {
        double *l = lower + (size_t)k * tall, *u = upper + (size_t)k * tall, pivot = l[k];
        if (!(symmetric ? pivot > 0.0 : fabs(pivot) > 0.0) || !isfinite(pivot)) return 0;
        double root = sqrt(fabs(pivot)), other = symmetric ? root : pivot / root;
        inverse[k - block] = 1.0 / other;
        other_inverse[k - block] = symmetric ? inverse[k - block] : 1.0 / root;
        for (int i = k + 1; i < last; i++) l[i] *= inverse[k - block];
        if (!symmetric)
            for (int i = k + 1; i < last; i++) u[i] *= other_inverse[k - block];
        l[k] = root, u[k] = other;
        for (int j = k + 1; j < end; j++) {
            double *to = lower + (size_t)j * tall, by = u[j];
            for (int i = j; i < last; i++) to[i] -= l[i] * by;
            if (symmetric) continue;
            to = upper + (size_t)j * tall, by = l[j];
            for (int i = j + 1; i < last; i++) to[i] -= u[i] * by;
        }
    }
    return 1;
}

/* Factor the panel's own columns, in blocks of BROAD; 0 where it cannot be. */
WIDE static int eliminate_panel(double *lower, double *upper, size_t tall, int height, int width, int symmetric,
                                const int *born) {
    double inverse[BROAD], other_inverse[BROAD];
    for (int block = 0; block < width; block += BROAD) {
        int count = block + BROAD < width ? BROAD : width - block, own = block / TALL * TALL;
        for (int i = own; i < height; i += TALL) {
            int first = born[i / TALL] < block ? born[i / TALL] : block;
            const double *solved = i > own ? inverse : NULL, *other_solved = i > own ? other_inverse : NULL;
            if (i > own && born[i / TALL] >= block + count) continue;
            finish_any(lower, upper, tall, i, block, count, first, solved);
            if (!symmetric) finish_any(upper, lower, tall, i, block, count, first, other_solved);
            int last = own + TALL < height ? own + TALL : height;
            if (i > own) continue;
            if (!finish_block(lower, upper, tall, block, block + count, last, symmetric, inverse, other_inverse)) return 0;
        }
    }
    return 1;
}

static int height_of(const Factor *f, int p) { return f->head[p + 1] - f->head[p]; }

static size_t tall_of(const Factor *f, int p) { return padded((size_t)height_of(f, p)); }

/* Factor what stands in lower (and upper). */
static int eliminate_all(Factor *f) {
    for (int p = 0; p < f->panels; p++) {
        int height = height_of(f, p), width = f->first[p + 1] - f->first[p];
        size_t tall = tall_of(f, p);
        double *lower = f->lower + f->store[p], *upper = f->upper + f->store[p];
        const int *born = f->born + f->born_head[p];
        if (!eliminate_panel(lower, upper, tall, height, width, f->symmetric, born)) return 0;
        for (int k = f->update_head[p]; k < f->update_head[p + 1]; k++) {
            Update u = f->update[k];
            size_t there = f->store[u.target], to_tall = tall_of(f, u.target);
            const int *place = f->place + u.place;
            for (int side = 0; side < 2 - f->symmetric; side++) {
                double *to = (side ? f->upper : f->lower) + there, *a = side ? upper : lower, *b = side ? lower : upper;
                if (width < BROAD) subtract_thin(to, to_tall, place, a, b, tall, height, u.from, u.to, width);
                else subtract_product(to, to_tall, place, a, b, tall, height, u.from, u.to, width, born);
            }
        }
    }
    return 1;
}

/* The rows of a panel that its columns before `end` reach. */
INLINE int reached(const int *born, int height, int end) {
    int tiles = (height + TALL - 1) / TALL;
    while (tiles > 0 && born[tiles - 1] >= end) tiles--;
    return tiles * TALL < height ? tiles * TALL : height;
}

/* Forward through a panel, four columns at a time; `part` has room for its rows. */
INLINE void solve_down(const double *lower, const int *rows, const int *born, size_t tall, int height, int width,
                       double *restrict part, double *right) {
    for (int i = 0; i < height; i++) part[i] = i < width ? right[rows[i]] : 0.0;
    for (int k = 0, end; k < width; k = end) {
        const double *l = lower + (size_t)k * tall;
        end = k + BROAD < width ? k + BROAD : width;
        int last = reached(born, height, end);
        for (int j = k; j < end; j++) {
            const double *own = l + (size_t)(j - k) * tall;
            part[j] /= own[j];
            for (int i = j + 1; i < (end == k + BROAD ? end : last); i++) part[i] -= own[i] * part[j];
        }
        if (end < k + BROAD) break;
        double a = part[k], b = part[k + 1], c = part[k + 2], d = part[k + 3];
        for (int i = end; i < last; i++)
            part[i] -= l[i] * a + l[tall + (size_t)i] * b + l[2 * tall + (size_t)i] * c + l[3 * tall + (size_t)i] * d;
    }
    for (int i = 0; i < width; i++) right[rows[i]] = part[i];
    for (int i = width; i < height; i++) right[rows[i]] += part[i];
}

/* Back through a panel. */
INLINE void solve_up(const double *upper, const int *rows, const int *born, size_t tall, int height, int width,
                     double *restrict part, double *right) {
    for (int i = 0; i < height; i++) part[i] = right[rows[i]];
    for (size_t i = (size_t)height; i < tall; i++) part[i] = 0.0;
    for (int k = (width - 1) / BROAD * BROAD; k >= 0; k -= BROAD) {
        const double *u = upper + (size_t)k * tall;
        int end = k + BROAD < width ? k + BROAD : width, from = (end + TALL - 1) / TALL * TALL;
        int last = reached(born, height, end);
        Lane sums[BROAD] = {{0.0}};
        for (int i = from; i < last; i += LANE)
            for (int j = 0; j < end - k; j++) sums[j] += AT(u + (size_t)j * tall, i) * AT(part, i);
        for (int j = end; j-- > k;) {
            const double *own = u + (size_t)(j - k) * tall;
            double total = part[j];
            for (int t = 0; t < LANE; t++) total -= sums[j - k][t];
            for (int i = j + 1; i < from && i < height; i++) total -= own[i] * part[i];
            part[j] = total / own[j];
        }
    }
    for (int i = 0; i < width; i++) right[rows[i]] = part[i];
}

/* Both of these for a panel of few columns, most of which are short, too: without copies. */
INLINE void solve_down_thin(const double *lower, const int *rows, size_t tall, int height, int width, double *right) {
    for (int k = 0; k < width; k++, lower += tall) {
        double x = right[rows[k]] /= lower[k];
        for (int i = k + 1; i < height; i++) right[rows[i]] -= lower[i] * x;
    }
}

INLINE void solve_up_thin(const double *upper, const int *rows, size_t tall, int height, int width, double *right) {
    upper += (size_t)width * tall;
    for (int k = width; k-- > 0;) {
        upper -= tall;
        double x = right[rows[k]];
        for (int i = k + 1; i < height; i++) x -= upper[i] * right[rows[i]];
        right[rows[k]] = x / upper[k];
    }
}

/* right (m,), in positions, becomes the solution. */
WIDE static void factor_solve(const Factor *f, double *right) {
    for (int p = 0; p < f->panels; p++) {
        const int *rows = f->rows + f->head[p], *born = f->born + f->born_head[p];
        const double *lower = f->lower + f->store[p];
        int height = height_of(f, p), width = f->first[p + 1] - f->first[p];
        if (width < BROAD) solve_down_thin(lower, rows, tall_of(f, p), height, width, right);
        else solve_down(lower, rows, born, tall_of(f, p), height, width, f->spare, right);
    }
    for (int p = f->panels; p-- > 0;) {
        const int *rows = f->rows + f->head[p], *born = f->born + f->born_head[p];
        const double *upper = f->upper + f->store[p];
        int height = height_of(f, p), width = f->first[p + 1] - f->first[p];
        if (width < BROAD) solve_up_thin(upper, rows, tall_of(f, p), height, width, right);
        else solve_up(upper, rows, born, tall_of(f, p), height, width, f->spare, right);
    }
}

/* Leave only the rows to keep, and 1 on the diagonal of the others. */
static void keep_rows(Factor *f, const char *keep, double *values) {
    for (int p = 0; p < f->panels; p++) {
        const int *rows = f->rows + f->head[p];
        size_t tall = tall_of(f, p);
        int height = height_of(f, p), width = f->first[p + 1] - f->first[p];
        for (int k = 0; k < width; k++) {
            double *column = values + f->store[p] + (size_t)k * tall, pivot = column[k];
            for (int i = k; i < height; i++) column[i] = keep[rows[k]] && keep[rows[i]] ? column[i] : 0.0;
            column[k] = keep[rows[k]] ? pivot : 1.0;
        }
    }
}

/* Assemble and factor, on the rows to keep (all where that is NULL), with the diagonal raised by `shift` of itself. */
static int factor_build(Factor *f, const double *theta, const double *diagonal, const char *keep, double shift) {
    memset(f->lower, 0, f->size * sizeof(double));
    memcpy(f->own, diagonal, (size_t)f->m * sizeof(double));
    scatter(f->entries, f->square, theta, f->own);
    for (size_t i = 0; i < f->pairs; i++) f->lower[f->address[i]] += theta[f->column[i]] * f->product[i];
    if (!f->symmetric) {
        memset(f->upper, 0, f->size * sizeof(double));
        for (size_t i = 0; i < f->pairs; i++) f->upper[f->address[i]] += theta[f->column[i]] * f->mirror[i];
    }
    for (int p = 0; p < f->panels; p++)
        for (int k = f->first[p]; k < f->first[p + 1]; k++) {
            double *value = f->lower + f->store[p] + (size_t)(k - f->first[p]) * (tall_of(f, p) + 1);
            *value = f->own[k] + shift * fabs(f->own[k]);
        }
    if (keep) keep_rows(f, keep, f->lower);
    if (keep && !f->symmetric) keep_rows(f, keep, f->upper);
    return eliminate_all(f);
}

#endif
