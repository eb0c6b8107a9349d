"""What the reader knows of Python's own functions and of common libraries: who changes what.

Only names, no imports.  What is not listed here is judged by how it is written, see `effects`.
"""

from __future__ import annotations

import re

# Methods that change what they are called on, whatever it is; and all of torch's that end in "_".
_MUTATORS = frozenset(
    """
    append appendleft extend extendleft insert pop popleft popitem remove discard add clear update
    setdefault sort reverse rotate intersection_update difference_update
    symmetric_difference_update subtract move_to_end fill put itemset setflags
    byteswap setfield load_state_dict register_buffer register_parameter register_module
    register_forward_hook register_forward_pre_hook register_full_backward_hook add_module
    requires_grad_ train eval __setitem__ __setattr__ __delitem__ __iadd__ __ior__
    writelines write send throw register set at paste putpixel putdata alpha_composite thumbnail
    shuffle step backward zero_grad drop_duplicates
    """.split()
)
# Functions that change their arguments.
_CHANGING = frozenset(
    """
    setattr delattr put copyto place putmask fill_diagonal put_along_axis shuffle heappush heappop
    heapify heapreplace heappushpop insort insort_left insort_right setitem delitem iadd iconcat
    ior isub imul setval exec_module reload update_wrapper
    """.split()
)
# Functions and methods of which nothing they were given is changed, nor kept in what they return.
_PURE = frozenset(
    """
    print len type id repr str int float bool complex bytes hash help dir isinstance issubclass
    callable hasattr range min max sum any all abs round divmod pow ord chr bin hex format input
    display pprint copy deepcopy astype tolist item mean std var sum min max argmin argmax argsort
    prod cumsum cumprod any all round nonzero dot tobytes numpy_copy clone detach_clone norm det
    count index find join split strip lstrip rstrip replace startswith endswith lower upper
    keys_copy array zeros zeros_like ones ones_like full full_like arange linspace eye concatenate
    stack vstack hstack where allclose array_equal isnan isfinite float32 float64 int32 int64 uint8
    tensor manual_seed numel size dim is_file exists is_dir show head describe info
    """.split()
)
# A call with such a name, on a library, is a setting: of seeds, paths, filters, defaults.
_SETTING = re.compile(
    r"(seed(_all|_everything)?|manual_seed(_all)?|set(_\w+|[a-z]\w*|[A-Z]\w*)?|use(_\w+)?"
    r"|filterwarnings|simplefilter|captureWarnings|insert|append|extend|update|setdefault"
    r"|register\w*|chdir|makedirs|mkdir|basicConfig|enable\w*|disable\w*|patch\w*|putenv|rc"
    r"|rcdefaults|switch_backend|allow_\w+|reset_\w+|remove|clear|add_safe_globals|__write_file__)"
)
# Libraries whose functions draw, print, wait or fetch: what they leave behind is no answer.
_OUTPUT = frozenset(
    """
    matplotlib seaborn plotly IPython pprint time subprocess tqdm rich gdown urllib requests wandb
    google ipywidgets torchsummary torchinfo shutil autograder
    """.split()
)
WRITERS = frozenset(
    """
    write_text write_bytes save savez savez_compressed savetxt dump to_csv to_json to_pickle to_npy
    tofile imwrite imsave save_file __write_file__ touch copy copyfile move write writerow writerows
    """.split()
)


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
