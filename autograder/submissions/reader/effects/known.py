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
# A call with such a name, on a library, is a setting: of seeds, paths, filters, defaults.
_SETTING = re.compile(
    r"(seed(_all|_everything)?|manual_seed(_all)?|set(_\w+|[a-z]\w*|[A-Z]\w*)?|use(_\w+)?"
    r"|filterwarnings|simplefilter|captureWarnings|insert|append|extend|update|setdefault"
    r"|register\w*|chdir|makedirs|mkdir|basicConfig|enable\w*|disable\w*|patch\w*|putenv|rc"
    r"|rcdefaults|switch_backend|allow_\w+|reset_\w+|remove|clear|add_safe_globals|__write_file__)"
)
# Libraries whose functions draw, print, wait or fetch: what they leave behind is no answer.
_OUTPUT = _words("""
    IPython autograder gdown google ipywidgets matplotlib plotly pprint requests rich seaborn
    shutil subprocess time torchinfo torchsummary tqdm urllib wandb
""")
WRITERS = _words("""
    __write_file__ copy copyfile dump imsave imwrite move run_cell_magic save save_file savetxt
    savez savez_compressed to_csv to_json to_npy to_pickle tofile touch write write_bytes write_text
    writerow writerows
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


def is_setting(function: str) -> bool:
    """Whether a library's function of this name makes a setting."""
    return _SETTING.fullmatch(function) is not None


def is_output(module: str) -> bool:
    """Whether a module draws, prints, waits or fetches."""
    return module.split(".")[0] in _OUTPUT
