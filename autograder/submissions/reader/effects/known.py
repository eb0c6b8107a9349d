"""What the reader knows of Python's own functions and of common libraries: who changes what.

Only names, no imports.  What is not listed here is judged by how it is written, see `effects`.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Methods that change what they are called on, whatever it is; and all of torch's that end in "_".
_MUTATORS = _words("""
    __delitem__ __iadd__ __ior__ __setattr__ __setitem__ add add_module alpha_composite append
    appendleft at backward byteswap clear difference_update discard drop_duplicates eval extend
    extendleft fill insert intersection_update itemset load_state_dict move_to_end paste pop
    popitem popleft put putdata putpixel register register_buffer register_forward_hook
    register_forward_pre_hook register_full_backward_hook register_module register_parameter
    remove requires_grad_ reverse rotate send set setdefault setfield setflags shuffle sort step
    subtract symmetric_difference_update throw thumbnail train update write writelines zero_grad
""")
# Functions that change their arguments.
_CHANGING = _words("""
    copyto delattr delitem exec_module fill_diagonal heapify heappop heappush heappushpop
    heapreplace iadd iconcat imul insort insort_left insort_right ior isub place put
    put_along_axis putmask reload setattr setitem setval shuffle update_wrapper
""")
# Functions and methods of which nothing they were given is changed, nor kept in what they return.
_PURE = _words("""
    abs all allclose any arange argmax argmin argsort array array_equal astype bin bool bytes
    callable chr clone complex concatenate copy count cumprod cumsum deepcopy describe det
    detach_clone dim dir display divmod dot endswith exists eye find float float32 float64
    format full full_like hasattr hash head help hex hstack id index info input int int32 int64
    is_dir is_file isfinite isinstance isnan issubclass item join keys_copy len linspace lower
    lstrip manual_seed max mean min nonzero norm numel numpy_copy ones ones_like ord pow pprint
    print prod range replace repr round rstrip show size split stack startswith std str strip
    sum tensor tobytes tolist type uint8 upper var vstack where zeros zeros_like
""")
# Methods that change nothing, but whose result may share its insides with what they are called on.
_HARMLESS = _words("""
    T abs amax amin as_posix ascontiguousarray bfloat16 broadcast_to bytes children chunk clip
    clamp contiguous convert conj cpu crop cuda data_ptr detach diagonal dist double element_size
    exp expand expand_as expanduser features filter flatten flip float get getbbox getdata
    getpixel glob groupby half isnull iterdir items iterrows itertuples joinpath keys log long
    masked_fill matmul median merge mm modules most_common named_children named_modules
    named_parameters narrow new_full new_ones new_tensor new_zeros notna parameters parse permute
    quantile query read_bytes read_text relative_to relu repeat repeat_interleave reset_index
    reshape resize resolve roll rolling round rglob sample select sigmoid size softmax sort_values
    squeeze sqrt state_dict stat std swapaxes swapcase take tanh title to to_dict to_frame
    to_numpy transform transpose type_as unbind unfold unique unsqueeze value_counts values view
    with_name with_suffix
""")
# Methods that draw: they change the picture, and nothing that they are given.
_DRAWING = _words("""
    add_artist add_collection add_patch annotate arrow axhline axis axvline bar barh boxplot
    clabel colorbar contour contourf errorbar fill_between grid hist hist2d hlines imshow
    invert_yaxis legend loglog matshow pcolormesh plot plot_surface quiver savefig scatter semilogx
    semilogy set
    set_aspect set_axis_off set_facecolor set_label set_title set_xlabel set_xlim set_xticklabels
    set_xticks set_ylabel set_ylim set_yticklabels set_yticks stem step suptitle table text
    tick_params tight_layout title violinplot vlines xlabel ylabel
    ellipse line point polygon rectangle
""")
# Libraries whose functions return something new, but for what is said of them elsewhere here.
_PURE_LIBRARIES = _words("""
    PIL abc albumentations argparse base64 collections copy csv cv2 dataclasses datetime enum
    functools glob hashlib importlib inspect io itertools json math numpy operator os pandas
    pathlib pickle platform re safetensors scipy skimage sklearn statistics string struct sys
    tempfile textwrap threading timm torch torchvision types typing zipfile contextlib
""")
# Functions of OpenCV that draw into their first argument, which they return as well.
_DRAWS_INTO = _words("""
    arrowedLine circle drawContours drawKeypoints drawMarker ellipse fillConvexPoly fillPoly
    floodFill line normalize polylines putText rectangle
""")
# Functions of numpy of one argument: the second is where the result goes.
_ONE_ARGUMENT = _words("""
    abs absolute arccos arcsin arctan cbrt ceil conj cos cosh deg2rad degrees exp exp2 expm1 fabs
    floor isfinite isinf isnan log log10 log1p log2 logical_not negative positive rad2deg radians
    reciprocal rint sign sin sinh sqrt square tan tanh trunc
""")
# Python's own functions that use their arguments' methods, see OPERATORS.
ITERATORS = _words("enumerate filter iter map open reversed zip")
_STEPS = "__iter__ __next__ __getitem__ __len__ __reversed__ __contains__"
_INFIX = "add sub mul matmul truediv floordiv mod pow lshift rshift and or xor"
# What Python calls by itself, by the kind of expression.
OPERATORS = {
    "infix": _words(" ".join(f"__{p}{w}__" for w in _INFIX.split() for p in ("", "r", "i"))),
    "compare": _words("__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __contains__ __hash__"),
    "sign": _words("__neg__ __pos__ __invert__ __bool__ __len__"),
    "part": _words("__getitem__ __missing__ __class_getitem__"),
    "steps": _words(_STEPS + " __aiter__ __anext__"),
    "builtin": _words(
        _STEPS + " __str__ __repr__ __format__ __bool__ __int__ __float__ __index__ __hash__"
        " __abs__ __round__ __array__ __instancecheck__ __dir__"
    ),
}
# A call with such a name, on a library, is a setting: of seeds, paths, filters, defaults.
_SETTING = re.compile(
    r"(seed(_all|_everything)?|manual_seed(_all)?|set(_\w+|[a-z]\w*|[A-Z]\w*)?|use(_\w+)?"
    r"|filterwarnings|simplefilter|captureWarnings|insert|append|extend|update|setdefault"
    r"|register\w*|chdir|makedirs|mkdir|basicConfig|enable\w*|disable\w*|patch\w*|putenv|rc"
    r"|rcdefaults|switch_backend|allow_\w+|reset_\w+|remove|clear|add_safe_globals|__write_file__)"
)
_RETURNS_SETTING = re.compile(r"(seed(_all|_everything)?|manual_seed(_all)?|set_\w+)")
# Libraries whose functions draw, print, wait or fetch: what they leave behind is no answer.
_OUTPUT = _words("""
    IPython autograder gdown google ipywidgets matplotlib plotly pprint requests rich seaborn
    shutil subprocess time torchinfo torchsummary tqdm urllib wandb
""")
WRITERS = _words("""
    __write_file__ copy copyfile dump imsave imwrite move run_cell_magic save save_file savetxt
    savez savez_compressed to_csv to_json to_npy to_pickle tofile touch write write_bytes write_text
    writerow writerows copy2 copytree rename renames replace symlink_to
""")
# Of these, those that write no matter what they are called on.
SAVERS = _words("""
    dump imsave imwrite save save_file savetxt savez savez_compressed to_csv to_json to_npy
    to_pickle tofile write_bytes write_text
""")
READERS = _words("""
    fromfile genfromtxt glob imread iterdir listdir load load_file loadmat loadtxt memmap open
    read_bytes read_csv read_image read_json read_pickle read_text safe_open
""")


def is_mutator(method: str) -> bool:
    """Whether a method of this name changes its own object."""
    return method in _MUTATORS or (method.endswith("_") and not method.startswith("_"))


def changes_arguments(function: str) -> bool:
    """Whether a library's function of this name changes what it is given."""
    return function in _CHANGING or (function.endswith("_") and not function.startswith("_"))


def is_pure(function: str) -> bool:
    """Whether a function or method of this name neither changes nor keeps what it is given."""
    return function in _PURE


def is_harmless(method: str) -> bool:
    """Whether a method of this name changes nothing, whatever it may share with its result."""
    return method in _PURE or method in _HARMLESS


def is_drawing(method: str) -> bool:
    """Whether a method of this name draws what it is given."""
    return method in _DRAWING


def outputs(module: str, function: str) -> slice | None:
    """Which arguments a library's function may change although its result is used; None if none.

    module  of the function, e.g. "numpy.linalg"
    """
    root = module.split(".")[0]
    if root == "cv2":
        return slice(0, 1) if function in _DRAWS_INTO else None
    if root == "numpy" and function in _ONE_ARGUMENT:
        return slice(1, None)
    if root == "numpy" and function not in _PURE and function not in ("interp", "take_along_axis"):
        return slice(2, None)
    return None if root in _PURE_LIBRARIES else slice(0, None)


def is_setting(function: str) -> bool:
    """Whether a library's function of this name makes a setting."""
    return _SETTING.fullmatch(function) is not None


def returns_setting(function: str) -> bool:
    """Whether a library's function makes a setting, even if something is done with its result."""
    return _RETURNS_SETTING.fullmatch(function) is not None


def is_output(module: str) -> bool:
    """Whether a module draws, prints, waits or fetches."""
    return module.split(".")[0] in _OUTPUT
